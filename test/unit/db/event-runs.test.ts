// Several events of an account lie in one row: nobody who reads, prunes or upgrades them can tell.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { migrate } from '../../../src/db/file/migrate';
import { bundledMigrations } from '../../../src/db/file/migrations';
import { countRows } from '../../../src/db/file/snapshot';
import { createEventLog } from '../../../src/db/ledger/event-log';
import {
  event_run_max,
  eventsOf,
  type LoggedEvent,
  RUN,
  toRun,
} from '../../../src/db/ledger/event-runs';
import { seeded } from '../../support/attack/nonsense';
import { scratch } from '../../support/scratch';

const [alice, bob] = [1, 2];

const open = (path = ':memory:') => {
  const database = new Database(path, { create: true });
  migrate(database);
  const log = createEventLog(database);
  const tell = (to: number, type: string, subject_id: number, now: number, detail?: object) => {
    log.append({ to, type, subject_id, ...(detail && { detail }) }, now);
    log.flush();
    log.tidy();
    log.committed();
  };
  const rows = (user_id: number) =>
    database
      .query<{ n: number }, [number]>('SELECT count(*) AS n FROM events WHERE user_id = ?')
      .get(user_id)?.n;
  const seqs = (user_id: number, since = 0, limit = 1_000) =>
    log.after(user_id, since, limit).map(({ seq }) => seq);
  return { database, log, tell, rows, seqs };
};

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

test('a run gives back what was put in, also from a clock that went backwards', () => {
  const random = seeded(3);
  const below = (sides: number) => Math.floor(random() * sides);
  for (let round = 0; round < 50; round += 1) {
    const first = below(1_000_000);
    const events: LoggedEvent[] = Array.from({ length: 1 + below(event_run_max) }, (_, i) => ({
      seq: first + i,
      type: ['new_message', 'message_sent', 'message_read'][below(3)] ?? '',
      subject_id: below(1_000_000),
      detail: below(3) === 0 ? JSON.stringify({ up_to: below(9), says: '“好”' }) : null,
      created_at: 1_790_000_000_000 + below(1_000_000) - 500_000,
    }));
    const { seq, created_at } = events.at(-1) as LoggedEvent;
    const row = { seq, type: RUN, subject_id: 0, detail: null, created_at };
    expect(eventsOf({ ...row, run: toRun(events) })).toEqual(events);
  }
});

test('a device goes on from each place in a run, with pages of each size', () => {
  const { log, tell, seqs, rows } = open();
  const count = 3 * event_run_max + 5;
  for (let i = 1; i <= count; i += 1) {
    tell(alice, i % 3 === 0 ? 'message_sent' : 'new_message', 2 * i, i);
    tell(bob, 'message_read', 0, i, { up_to: i });
  }
  log.fold();
  expect(rows(alice)).toBe(4);
  // What comes later lies apart.
  tell(alice, 'new_message', 9_999, count + 1);
  for (let since = 0; since <= count + 1; since += 1) {
    expect(log.canResume(alice, since)).toBe(true);
    expect(seqs(alice, since)).toEqual(upTo(count + 1, since + 1));
    expect(seqs(alice, since, 7)).toEqual(upTo(Math.min(since + 7, count + 1), since + 1));
  }
  expect(log.canResume(alice, count + 2)).toBe(false);
  expect(log.after(alice, 2, 2)).toEqual([
    { seq: 3, type: 'message_sent', subject_id: 6, detail: null, created_at: 3 },
    { seq: 4, type: 'new_message', subject_id: 8, detail: null, created_at: 4 },
  ]);
  expect(log.after(bob, count - 1, 9)).toEqual([
    {
      seq: count,
      type: 'message_read',
      subject_id: 0,
      detail: `{"up_to":${count}}`,
      created_at: count,
    },
  ]);
});

test('pruning takes of a run what is old, and no more at once than it may', () => {
  const { log, tell, seqs, rows } = open();
  for (let i = 1; i <= 50; i += 1) {
    tell(alice, 'new_message', i, i);
    tell(bob, 'new_message', i, 1);
  }
  expect(log.prune(31, 20)).toBe(20);
  expect(seqs(alice)).toEqual(upTo(50, 21));
  expect(rows(alice)).toBe(1);
  expect([19, 20].map((since) => log.canResume(alice, since))).toEqual([false, true]);
  expect(log.after(alice, 20, 1)).toEqual([
    { seq: 21, type: 'new_message', subject_id: 21, detail: null, created_at: 21 },
  ]);
  // The newest stays, however old: it holds the head.
  expect(log.prune(31, 1_000)).toBe(10 + 49);
  expect(seqs(alice)).toEqual(upTo(50, 31));
  expect(seqs(bob)).toEqual([50]);
  expect(log.prune(31, 1_000)).toBe(0);
  expect(log.head(bob)).toBe(50);
});

test('what a later event covers is no part of a run, and goes out from between two', () => {
  const { log, tell, seqs, rows } = open();
  for (let i = 1; i <= 9; i += 1) tell(alice, 'new_message', i, i);
  tell(alice, 'message_reaction', 7, 10);
  for (let i = 11; i <= 19; i += 1) tell(alice, 'new_message', i, i);
  log.fold();
  expect(rows(alice)).toBe(3);
  tell(alice, 'message_reaction', 7, 20);
  expect(seqs(alice)).toEqual([...upTo(9), ...upTo(20, 11)]);
  expect(rows(alice)).toBe(2);
  // A hole between two runs is none.
  for (const since of [8, 9, 10, 11]) expect(log.canResume(alice, since)).toBe(true);
  expect(seqs(alice, 9, 2)).toEqual([11, 12]);
  expect(log.prune(10, 1_000)).toBe(8);
  // The last one before the hole stays: who is in there goes on.
  expect(seqs(alice, 0, 2)).toEqual([9, 11]);
  expect(log.canResume(alice, 8)).toBe(true);
});

test('a commit that is undone leaves no run behind, and moves the same events again', () => {
  const { database, log, tell, seqs, rows } = open();
  for (let i = 1; i <= 9; i += 1) tell(alice, 'new_message', i, i);
  database.run('BEGIN IMMEDIATE');
  log.fold();
  log.append({ to: alice, type: 'new_message', subject_id: 10 }, 10);
  log.flush();
  expect([rows(alice), seqs(alice)]).toEqual([1, upTo(10)]);
  database.run('ROLLBACK');
  log.undoAll();
  expect([rows(alice), seqs(alice)]).toEqual([0, upTo(9)]);
  log.fold();
  expect([rows(alice), seqs(alice)]).toEqual([1, upTo(9)]);
  // As after a kill.
  expect(createEventLog(database).after(alice, 8, 9)).toMatchObject([{ seq: 9, subject_id: 9 }]);
});

test('events of the build before stay readable and countable, each in a row of its own', () => {
  using home = scratch();
  const path = join(home.dir, 'chat8.db');
  const tags = bundledMigrations().map(({ tag }) => tag);
  const before = bundledMigrations().slice(0, tags.indexOf('0018_event_runs'));
  const earlier = new Database(path, { create: true });
  for (const { statements } of before) for (const sql of statements) earlier.run(sql);
  earlier.run(`PRAGMA user_version = ${before.length}`);
  for (let seq = 1; seq <= 5; seq += 1) {
    earlier.run(
      `INSERT INTO events (user_id, seq, type, subject_id, created_at)
       VALUES (1, ${seq}, 'new_message', ${seq}, ${seq})`,
    );
  }
  earlier.close();
  expect(countRows(path).events).toBe(5);
  const { database, log, tell, seqs, rows } = open(path);
  for (let i = 6; i <= 9; i += 1) tell(alice, 'new_message', i, i);
  expect(countRows(path).events).toBe(9);
  log.fold();
  expect([rows(alice), seqs(alice)]).toEqual([6, upTo(9)]);
  expect(seqs(alice, 4, 3)).toEqual([5, 6, 7]);
  expect(countRows(path).events).toBe(9);
  database.close();
});
