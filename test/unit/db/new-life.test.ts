// Numbers after a restore: what was lost had others, whichever backup is restored and however often.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { migrate } from '../../../src/db/file/migrate';
import { beginNewLife } from '../../../src/db/file/new-life';

const restored_at = Date.UTC(2026, 11, 24);
const minute_ms = 60_000;

/** The number of whoever comes next. */
const nextOf = (database: Database): number => {
  database.run(
    `INSERT INTO users (username, username_key, email, email_key, created_at, last_login, last_seen,
       kdf_salt, auth_hash)
     VALUES (hex(randomblob(8)), hex(randomblob(8)), hex(randomblob(8)), hex(randomblob(8)), 0, 0, 0, '', x'')`,
  );
  return database.query<{ id: number }, []>('SELECT max(id) AS id FROM users').get()?.id ?? 0;
};

const fresh = (): Database => {
  const database = new Database(':memory:');
  migrate(database);
  return database;
};

test('each restore of one backup gives numbers that no history before it has given', () => {
  const backup = fresh();
  expect(nextOf(backup)).toBe(1);
  const bytes = backup.serialize();
  const lifeFrom = (now: number) => {
    const database = Database.deserialize(bytes);
    beginNewLife(database, 'epoch', now);
    return database;
  };
  const first = lifeFrom(restored_at);
  const begun = nextOf(first);
  expect(begun).toBeGreaterThan(1_000_000_000);
  expect(nextOf(first)).toBe(begun + 1);
  // A minute of a million people is over by then.
  expect(nextOf(lifeFrom(restored_at + minute_ms))).toBe(begun + 1_800_000);
  // The table of messages is empty, and gives none of what may have been lost either.
  const { seq } = first
    .query<{ seq: number }, []>("SELECT seq FROM sqlite_sequence WHERE name = 'messages'")
    .get() ?? { seq: 0 };
  expect(seq).toBe(begun - 1);
});

test('a clock that went back gives none again', () => {
  const database = fresh();
  beginNewLife(database, 'one', restored_at);
  const before = nextOf(database);
  beginNewLife(database, 'two', 0);
  expect(nextOf(database)).toBe(before + 1_000_000_001);
});
