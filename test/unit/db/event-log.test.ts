// The newest events lie apart from the others: nobody who reads them can tell.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { migrate } from '../../../src/db/file/migrate';
import { createEventLog, type EventLog } from '../../../src/db/ledger/event-log';
import { recent_events_max } from '../../../src/protocol/limits';

const open = () => {
  const database = new Database(':memory:');
  migrate(database);
  return database;
};
const [alice, bob] = [1, 2];

/** What the ledger does before a commit and after it. */
const commit = (log: EventLog) => {
  log.flush();
  log.tidy();
  log.committed();
};

test('a page runs over from the moved events to the recent ones, in order and without holes', () => {
  const log = createEventLog(open());
  for (let i = 0; i < 5; i += 1) log.append({ to: alice, type: 'friend_removed' }, 0);
  log.fold();
  for (let i = 0; i < 5; i += 1) {
    log.append({ to: alice, type: 'friend_removed' }, 0);
    log.append({ to: bob, type: 'friend_removed' }, 0);
  }
  const seqs = (since: number, limit: number) =>
    log.after(alice, since, limit).map(({ seq }) => seq);
  expect(seqs(0, 100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(seqs(3, 4)).toEqual([4, 5, 6, 7]);
  expect(seqs(7, 100)).toEqual([8, 9, 10]);
  expect(seqs(10, 100)).toEqual([]);
  expect(log.after(bob, 0, 100)).toHaveLength(5);
});

test('many more events than are kept apart leave none out, and a new start goes on from the head', () => {
  const database = open();
  const log = createEventLog(database);
  const count = 2 * recent_events_max + 7;
  for (let i = 0; i < count; i += 1) {
    log.append({ to: alice, type: 'friend_removed' }, 0);
    if (i % 10 === 0) commit(log);
  }
  commit(log);
  const after = createEventLog(database);
  expect(after.head(alice)).toBe(count);
  expect(after.append({ to: alice, type: 'friend_removed' }, 0)).toBe(count + 1);
  const seqs = after.after(alice, 0, 2 * count).map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: count + 1 }, (_, i) => i + 1));
});

test('resuming is possible from the oldest that is kept, wherever that lies', () => {
  const log = createEventLog(open());
  expect(log.canResume(alice, 0)).toBe(true);
  for (let i = 0; i < 3; i += 1) log.append({ to: alice, type: 'friend_removed' }, 1_000);
  expect(log.canResume(alice, 0)).toBe(true);
  expect(log.canResume(alice, 4)).toBe(false);
  log.append({ to: alice, type: 'friend_removed' }, 5_000);
  expect(log.prune(2_000, 100)).toBe(3);
  expect(log.canResume(alice, 2)).toBe(false);
  expect(log.canResume(alice, 3)).toBe(true);
  expect(log.after(alice, 3, 10).map(({ seq }) => seq)).toEqual([4]);
});

test('a clock that was wrong for a while makes no hole: only what is oldest is pruned', () => {
  const log = createEventLog(open());
  for (const now of [1_000, 9_000, 1_000, 9_000, 9_000]) {
    log.append({ to: alice, type: 'friend_removed' }, now);
    log.append({ to: bob, type: 'friend_removed' }, 1_000);
  }
  const seqs = (who: number) => log.after(who, 0, 10).map(({ seq }) => seq);
  expect(log.prune(2_000, 3)).toBe(3);
  expect(log.prune(2_000, 3)).toBe(2);
  expect(log.prune(2_000, 3)).toBe(0);
  expect(seqs(alice)).toEqual([2, 3, 4, 5]);
  expect(seqs(bob)).toEqual([5]);
  expect(log.canResume(alice, 0)).toBe(false);
  expect(log.canResume(alice, 1)).toBe(true);
});

test('however many are written at once, each is there once, with what it says', () => {
  for (const count of [1, 2, 3, 9, 32, 45, 200]) {
    const database = open();
    const log = createEventLog(database);
    for (let i = 1; i <= count; i += 1) {
      const to = i % 2 === 0 ? bob : alice;
      log.append({ to, type: 'message_deleted', subject_id: i, detail: { friend_id: i } }, i);
    }
    log.flush();
    log.flush();
    // As after a kill, and after they have moved.
    for (const isMoved of [false, true]) {
      if (isMoved) log.fold();
      const after = createEventLog(database);
      for (const who of [alice, bob]) {
        const told = Array.from({ length: count }, (_, i) => i + 1).filter(
          (i) => (i % 2 === 0 ? bob : alice) === who,
        );
        expect(after.after(who, 0, 1_000)).toMatchObject(
          told.map((i, at) => ({
            seq: at + 1,
            type: 'message_deleted',
            subject_id: i,
            detail: `{"friend_id":${i}}`,
            created_at: i,
          })),
        );
      }
    }
  }
});

test('what an undone job appended is written by nobody, and its seq is given again', () => {
  const log = createEventLog(open());
  log.append({ to: alice, type: 'friend_removed', subject_id: 1 }, 0);
  log.flush();
  log.append({ to: alice, type: 'friend_removed', subject_id: 2 }, 0);
  log.undo();
  expect(log.append({ to: alice, type: 'friend_removed', subject_id: 3 }, 0)).toBe(2);
  expect(log.after(alice, 0, 10).map(({ seq, subject_id }) => [seq, subject_id])).toEqual([
    [1, 1],
    [2, 3],
  ]);
});

test('an event about a message is kept until a later one of the same type covers it', () => {
  const database = open();
  const log = createEventLog(database);
  const tell = (type: string, subject_id: number, to = alice) => {
    log.append({ to, type, subject_id }, 0);
    commit(log);
  };
  const kept = (user_id = alice) => log.after(user_id, 0, 100).map(({ seq, type }) => [seq, type]);
  tell('new_message', 7);
  for (let i = 0; i < 50; i += 1) tell('message_reaction', 7);
  tell('message_reaction', 7, bob);
  log.fold();
  for (let i = 0; i < 50; i += 1) tell('message_reaction', 7);
  tell('message_edited', 7);
  tell('message_reaction', 8);
  tell('message_edited', 7);
  tell('new_message', 7);
  expect(kept()).toEqual([
    [1, 'new_message'],
    [101, 'message_reaction'],
    [103, 'message_reaction'],
    [104, 'message_edited'],
    [105, 'new_message'],
  ]);
  expect(kept(bob)).toEqual([[1, 'message_reaction']]);
  // A hole is none: who was in it goes on, also after a restart.
  expect(createEventLog(database).head(alice)).toBe(105);
  for (const since of [0, 1, 50, 102, 105]) expect(log.canResume(alice, since)).toBe(true);
  expect(log.canResume(alice, 106)).toBe(false);
});

test('what is pruned makes no hole that nobody can go on from', () => {
  const log = createEventLog(open());
  const tell = (now: number) => {
    log.append({ to: alice, type: 'message_reaction', subject_id: 7 }, now);
    commit(log);
  };
  log.append({ to: alice, type: 'new_message', subject_id: 7 }, 0);
  log.append({ to: alice, type: 'new_message', subject_id: 8 }, 0);
  for (let i = 0; i < 10; i += 1) tell(100);
  log.prune(50, 1_000);
  // The first stays covered too: it says from where on all is there.
  expect(log.after(alice, 0, 100).map(({ seq }) => seq)).toEqual([2, 12]);
  expect(log.canResume(alice, 5)).toBe(true);
  expect(log.canResume(alice, 0)).toBe(false);
});
