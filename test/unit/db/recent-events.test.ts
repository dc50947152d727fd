// The newest events are kept in memory beside the file: the two say the same, whatever is undone.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { migrate } from '../../../src/db/file/migrate';
import { bundledMigrations } from '../../../src/db/file/migrations';
import { countRows } from '../../../src/db/file/snapshot';
import { createEventLog } from '../../../src/db/ledger/event-log';
import { recent_events_max } from '../../../src/protocol/limits';
import { seeded } from '../../support/attack/nonsense';
import { scratch } from '../../support/scratch';

/** Whole numbers below `sides`. */
const dice = (seed: number) => {
  const random = seeded(seed);
  return (sides: number) => Math.floor(random() * sides);
};

test('whatever is undone, moved and started again, everyone has the events that were kept', () => {
  using home = scratch();
  const path = join(home.dir, 'chat8.db');
  const database = new Database(path, { create: true });
  database.run('PRAGMA synchronous = OFF');
  migrate(database);
  const random = dice(2026);
  const people = [1, 2, 3, 4, 5, 6, 7];
  let log = createEventLog(database);
  let subject_id = 0;
  let kept = new Map(people.map((user_id) => [user_id, [] as number[]]));
  const shown = () =>
    people.map((user_id) => log.after(user_id, 0, 100_000).map((event) => event.subject_id));
  for (let turn = 0; turn < 240; turn += 1) {
    const before = structuredClone(kept);
    database.run('BEGIN IMMEDIATE');
    for (let job = 0; job < 4; job += 1) {
      const beforeJob = structuredClone(kept);
      database.run('SAVEPOINT job');
      for (let i = random(80); i > 0; i -= 1) {
        // One of them is told much, and one hardly ever.
        const to = people[Math.floor(random(49) ** 0.5)] ?? 1;
        subject_id += 1;
        const seq = log.append({ to, type: 'new_message', subject_id }, 0);
        kept.get(to)?.push(subject_id);
        expect(seq).toBe(kept.get(to)?.length ?? 0);
      }
      if (random(40) === 0) log.fold();
      if (random(4) === 0) {
        database.run('ROLLBACK TO job');
        log.undo();
        kept = beforeJob;
      } else log.flush();
      database.run('RELEASE job');
    }
    log.tidy();
    if (random(5) === 0) {
      database.run('ROLLBACK');
      log.undoAll();
      kept = before;
    } else {
      database.run('COMMIT');
      log.committed();
    }
    if (random(10) === 0) log = createEventLog(database);
    if (turn % 20 === 0) expect(shown()).toEqual([...kept.values()]);
  }
  expect(shown()).toEqual([...kept.values()]);
  const count = [...kept.values()].flat().length;
  expect(count).toBeGreaterThan(2 * recent_events_max);
  expect(countRows(path).events).toBe(count);
  const lying = database.query<{ n: number }, []>('SELECT count(*) AS n FROM event_batches').get();
  expect(lying?.n).toBeLessThan(3 * recent_events_max);
  database.close();
});

test('a commit that fails leaves what it moved and covered where it was', () => {
  const database = new Database(':memory:');
  migrate(database);
  const log = createEventLog(database);
  const commit = () => {
    log.flush();
    log.tidy();
    log.committed();
  };
  const tell = (type: string, subject_id: number) =>
    void log.append({ to: 1, type, subject_id }, 0);
  for (let i = 1; i <= recent_events_max; i += 1) tell('new_message', i);
  tell('message_reaction', 1);
  commit();
  const before = log.after(1, 0, 10_000);
  database.run('BEGIN IMMEDIATE');
  tell('message_reaction', 1);
  log.flush();
  log.tidy();
  expect(log.after(1, 0, 10_000)).not.toEqual(before);
  database.run('ROLLBACK');
  log.undoAll();
  expect(log.after(1, 0, 10_000)).toEqual(before);
  tell('message_reaction', 1);
  commit();
  expect(log.head(1)).toBe(recent_events_max + 2);
  expect(log.after(1, recent_events_max, 10)).toHaveLength(1);
});

/** A log with commits, over a database that is opened again as after a kill. */
const committing = () => {
  const database = new Database(':memory:');
  migrate(database);
  let log = createEventLog(database);
  const batches = () =>
    database.query<{ n: number }, []>('SELECT count(*) AS n FROM event_batches').get()?.n ?? 0;
  return {
    batches,
    startAgain: () => {
      log = createEventLog(database);
    },
    fold: () => log.fold(),
    tell(to: number, type: string, subject_id: number): void {
      log.append({ to, type, subject_id }, 0);
      log.flush();
      log.tidy();
      log.committed();
    },
    kept: (who: number) =>
      log.after(who, 0, 100_000).map(({ type, subject_id }) => `${type} ${subject_id}`),
  };
};

test('what is covered of one account takes nothing of another one along', () => {
  const [alice, bob] = [1, 2];
  const { tell, fold, kept, startAgain } = committing();
  tell(alice, 'new_message', 1);
  fold();
  tell(alice, 'message_reaction', 1);
  for (let i = 1; i <= 300; i += 1) tell(bob, 'new_message', i);
  for (let i = 1; i <= 300; i += 1) tell(alice, 'message_reaction', 1);
  startAgain();
  expect(kept(alice)).toEqual(['new_message 1', 'message_reaction 1']);
  expect(kept(bob)).toEqual(Array.from({ length: 300 }, (_, i) => `new_message ${i + 1}`));
});

test('a reaction that is toggled for ever leaves one event after a start too, and a bounded file', () => {
  const alice = 1;
  const { tell, kept, startAgain, batches } = committing();
  tell(alice, 'new_message', 1);
  for (let i = 0; i < 3 * recent_events_max; i += 1) {
    tell(alice, i % 2 === 0 ? 'message_reaction' : 'message_edited', 1);
    if (i % 1_000 === 0) startAgain();
  }
  startAgain();
  expect(kept(alice)).toEqual(['new_message 1', 'message_reaction 1', 'message_edited 1']);
  expect(batches()).toBeLessThan(2 * recent_events_max);
});

test('recent events of the build before are moved by the upgrade, those that had moved only once', () => {
  const database = new Database(':memory:');
  const tags = bundledMigrations().map(({ tag }) => tag);
  const before = bundledMigrations().slice(0, tags.indexOf('0012_event_batches'));
  for (const { statements } of before) for (const sql of statements) database.run(sql);
  database.run(`PRAGMA user_version = ${before.length}`);
  const columns = 'user_id, seq, type, created_at';
  database.run(
    `INSERT INTO recent_events (id, ${columns}) VALUES (1, 1, 1, 'friend_removed', 0),
       (2, 2, 1, 'new_message', 0), (3, 1, 2, 'new_message', 0)`,
  );
  // The oldest has moved, and lies there too until all of its page have.
  database.run(`INSERT INTO events (${columns}) VALUES (1, 1, 'friend_removed', 0)`);
  migrate(database);
  const log = createEventLog(database);
  expect([1, 2].map((who) => log.after(who, 0, 10).map(({ seq, type }) => [seq, type]))).toEqual([
    [
      [1, 'friend_removed'],
      [2, 'new_message'],
    ],
    [[1, 'new_message']],
  ]);
});

test('recent events of three builds before are moved by the upgrades, and the log goes on from there', () => {
  const database = new Database(':memory:');
  const tags = bundledMigrations().map(({ tag }) => tag);
  const before = bundledMigrations().slice(0, tags.indexOf('0010_recent_order'));
  for (const { statements } of before) for (const sql of statements) database.run(sql);
  database.run(`PRAGMA user_version = ${before.length}`);
  const columns = '(user_id, seq, type, created_at)';
  database.run(`INSERT INTO events ${columns} VALUES (1, 1, 'friend_removed', 0)`);
  database.run(
    `INSERT INTO recent_events ${columns} VALUES (1, 2, 'new_message', 0), (2, 1, 'new_message', 0)`,
  );
  migrate(database);
  const log = createEventLog(database);
  expect(log.after(1, 0, 10).map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'friend_removed'],
    [2, 'new_message'],
  ]);
  expect([1, 2, 3].map(log.head)).toEqual([2, 1, 0]);
  expect(log.append({ to: 2, type: 'new_message' }, 0)).toBe(2);
});
