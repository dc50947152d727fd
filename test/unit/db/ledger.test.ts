import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { migrate } from '../../../src/db/file/migrate';
import { openDatabase } from '../../../src/db/file/open';
import { createEventLog } from '../../../src/db/ledger/event-log';
import type { PublishedEvent } from '../../../src/db/ledger/job';
import { createLedger } from '../../../src/db/ledger/ledger';
import { Refusal } from '../../../src/protocol/errors';
import { ledger_queue_jobs_max } from '../../../src/protocol/limits';
import { scratch } from '../../support/scratch';

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const open = () => {
  const database = new Database(':memory:', { strict: true });
  migrate(database);
  const published: PublishedEvent[] = [];
  const eventLog = createEventLog(database);
  const ledger = createLedger({
    database,
    eventLog,
    clock: { now: () => 5 },
    log,
    publish: (told) => void published.push(told),
  });
  const put = (key: string) => database.run('INSERT INTO meta (key, value) VALUES (?, 1)', [key]);
  const keys = () =>
    database
      .query<{ key: string }, []>("SELECT key FROM meta WHERE key LIKE 'k%' ORDER BY key")
      .all()
      .map(({ key }) => key);
  const event = (to: number) => ({ to, type: 'friend_removed', data: {}, durable: true });
  return { database, ledger, eventLog, published, put, keys, event };
};

test('a refusal undoes its own job alone, and leaves no hole in seq', async () => {
  const { ledger, eventLog, published, put, keys, event } = open();
  const job = (key: string, isRefused: boolean) =>
    ledger.write(({ publish }) => {
      put(key);
      publish(event(1));
      if (isRefused) throw new Refusal('notFriends');
      return key;
    });
  const settled = await Promise.allSettled([job('k1', false), job('k2', true), job('k3', false)]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(keys()).toEqual(['k1', 'k3']);
  expect(published.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(eventLog.head(1)).toBe(2);
  await job('k4', false);
  expect(published.at(-1)?.seq).toBe(3);
});

test('nothing is published before its commit, and effects run only after it', async () => {
  const { ledger, published, event } = open();
  const order: string[] = [];
  const written = ledger.write(({ publish, after }) => {
    publish(event(7));
    after(() => order.push(`effect after ${published.length}`));
    order.push(`job with ${published.length}`);
  });
  await expect(
    ledger.write(({ publish, after }) => {
      publish(event(7));
      after(() => order.push('never'));
      throw new Refusal('notFriends');
    }),
  ).rejects.toThrow('notFriends');
  await written;
  expect(order.at(-1)).toBe('effect after 1');
  expect(order).not.toContain('never');
});

test('whoever is told finds it in the store, and the store waits for the disk', async () => {
  using place = scratch();
  const { database, close } = await openDatabase(place.dir);
  expect(database.query('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  const other = new Database(join(place.dir, 'chat8.db'), { readonly: true });
  const seen: unknown[] = [];
  const look = () => seen.push(other.query("SELECT value FROM meta WHERE key = 'k'").get());
  const ledger = createLedger({
    database,
    eventLog: createEventLog(database),
    clock: { now: () => 5 },
    log,
    publish: look,
  });
  const written = ledger.write(
    ({ publish, after }) => {
      database.run("INSERT INTO meta (key, value) VALUES ('k', 'kept')");
      publish({ to: 1, type: 'friend_removed', data: {}, durable: true });
      after(look);
    },
    { settled: look },
  );
  await written.then(look);
  expect(seen).toEqual(Array(4).fill({ value: 'kept' }));
  other.close();
  await ledger.close();
  close();
});

test('a store that takes no writes refuses all, publishes nothing, and recovers', async () => {
  const { database, ledger, published, put, keys, event } = open();
  const job = (key: string) =>
    ledger.write(({ publish }) => {
      put(key);
      publish(event(1));
    });
  database.run('PRAGMA query_only = ON');
  for (const { reason } of (await Promise.allSettled([job('k1'), job('k2')])) as {
    reason: Refusal;
  }[]) {
    expect(reason.refusal).toBe('cannotStore');
  }
  expect([keys(), published]).toEqual([[], []]);
  database.run('PRAGMA query_only = OFF');
  await job('k3');
  expect(keys()).toEqual(['k3']);
  expect(published.map(({ seq }) => seq)).toEqual([1]);
});

test('the queue is bounded, and closed for good', async () => {
  const { ledger } = open();
  const jobs = Array.from({ length: ledger_queue_jobs_max + 1 }, () => ledger.write(() => 1));
  const settled = await Promise.allSettled(jobs);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  await ledger.close();
  await expect(ledger.write(() => 1)).rejects.toThrow('cannotStore');
});

/** Its first rollback fails, as on a disk that is gone for a moment. */
const withFailingRollback = (database: Database): Database => {
  let fails = true;
  const failOnce = {
    run: () => {
      if (!fails) return database.run('ROLLBACK');
      fails = false;
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    },
  };
  return new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        name === 'prepare' && args[0] === 'ROLLBACK'
          ? failOnce
          : Reflect.apply(value, target, args);
    },
  });
};

test('a rollback that fails leaves nobody waiting, and no hole in seq', async () => {
  const { database, eventLog, published, put, keys, event } = open();
  const ledger = createLedger({
    database: withFailingRollback(database),
    eventLog,
    clock: { now: () => 5 },
    log,
    publish: (told) => void published.push(told),
  });
  const job = (key: string, isRefused: boolean) =>
    ledger.write(({ publish }) => {
      put(key);
      publish(event(1));
      if (isRefused) throw new Refusal('notFriends');
    });
  const both = await Promise.allSettled([job('k1', false), job('k2', true)]);
  expect(both.map((each) => each.status === 'rejected' && each.reason.refusal)).toEqual([
    'cannotStore',
    'cannotStore',
  ]);
  await job('k3', false);
  expect(keys()).toEqual(['k3']);
  expect(published.map(({ seq }) => seq)).toEqual([1]);
});
