// What each person takes of the disk is counted from the day of the upgrade on, as if it had always
// been: the build before 0009 counted nothing.
import type { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { connect } from '../../../src/db/file/connect';
import { migrate } from '../../../src/db/file/migrate';
import { bundledMigrations } from '../../../src/db/file/migrations';
import { createMessages } from '../../../src/db/messages/messages';
import { scratch } from '../../support/scratch';

const byTag = (tag: string) => bundledMigrations().findIndex((each) => each.tag === tag);

/** As the build before left it: alice and bob talk, carol has nothing. */
const makeEarlier = (database: Database): void => {
  const before = bundledMigrations().slice(0, byTag('0009_storage'));
  for (const { statements } of before) for (const sql of statements) database.run(sql);
  database.run(`PRAGMA user_version = ${before.length}`);
  const add = (sql: string, ...values: (string | number | null)[]) =>
    database.query(sql).run(...values);
  for (const name of ['alice', 'bob', 'carol']) {
    add(
      `INSERT INTO users (username, username_key, email, email_key, kdf_salt, auth_hash,
         created_at, last_login, last_seen) VALUES (?1, ?1, ?1, ?1, '', x'', 1, 1, 1)`,
      name,
    );
  }
  add('INSERT INTO conversations (low_user_id, high_user_id) VALUES (1, 2)');
  // Counted are bytes: the second is six in UTF-8, and two characters.
  for (const [from, to, content] of [
    [1, 2, 'tea'],
    [1, 2, '喝茶'],
    [2, 1, 'coffee'],
    [2, 1, ''],
  ] as const) {
    add(
      `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
         is_encrypted, created_at) VALUES (1, ?, ?, ?, 'text', 0, 1)`,
      ...[from, to, content],
    );
  }
  for (const [id, size, doomed_at] of [
    ['a', 1_000, null],
    ['b', 200, null],
    ['c', 50, 7],
  ] as const) {
    add(
      `INSERT INTO files (id, owner_id, receiver_id, name, size, type, created_at, doomed_at)
       VALUES (?, 1, 2, 'x', ?, 'text/plain', 1, ?)`,
      ...[id, size, doomed_at],
    );
  }
  for (const version of [1, 2]) {
    add("INSERT INTO public_keys VALUES (2, ?, 'id', 'public', 1)", version);
    add("INSERT INTO vaults VALUES (2, ?, 'a vault', 1)", version);
  }
};

const storageIn = (database: Database) =>
  database.query('SELECT user_id, files, messages, keys FROM storage ORDER BY user_id').values();

test('a database of the build before opens with what everybody takes, and counts on from there', () => {
  using place = scratch();
  using database = connect(join(place.dir, 'chat8.db'), { create: true });
  makeEarlier(database);
  migrate(database);
  const keys = 2 * ('public'.length + 'a vault'.length);
  expect(storageIn(database)).toEqual([
    [1, 1_200, 9, 0],
    [2, 0, 6, keys],
    [3, 0, 0, 0],
  ]);
  database.run("UPDATE messages SET content = 'no tea' WHERE content = 'tea'");
  database.run("DELETE FROM messages WHERE content = 'coffee'");
  database.run("UPDATE files SET doomed_at = 8 WHERE id = 'a'");
  database.run("DELETE FROM files WHERE id IN ('b', 'c')");
  database.run('DELETE FROM vaults WHERE vault_version = 1');
  expect(storageIn(database)).toEqual([
    [1, 0, 12, 0],
    [2, 0, 0, keys - 'a vault'.length],
    [3, 0, 0, 0],
  ]);
});

test('after the upgrade a message counts once, whether somebody wrote it or a call left it', () => {
  using place = scratch();
  using database = connect(join(place.dir, 'chat8.db'), { create: true });
  makeEarlier(database);
  migrate(database);
  const messages = createMessages(database);
  messages.add({
    conversation_id: 1,
    sender_id: 1,
    receiver_id: 2,
    content: '喝茶',
    message_type: 'text',
    is_encrypted: false,
    client_id: null,
    file_id: null,
    reply_to: null,
    created_at: 2,
    expires_at: null,
  });
  const keys = 2 * ('public'.length + 'a vault'.length);
  expect(storageIn(database)).toEqual([
    [1, 1_200, 9 + 6, 0],
    [2, 0, 6, keys],
    [3, 0, 0, 0],
  ]);
  const call = { conversation_id: 1, caller_id: 2, callee_id: 1, content: 'called', call_id: 'c' };
  messages.addCallEntry({ ...call, is_unread: true, now: 3 });
  expect(storageIn(database)).toEqual([
    [1, 1_200, 9 + 6, 0],
    [2, 0, 6 + 6, keys],
    [3, 0, 0, 0],
  ]);
});
