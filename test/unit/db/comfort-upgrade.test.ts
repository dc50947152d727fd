// A database of the build before 0015 opens, with everybody as they were.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { connect } from '../../../src/db/file/connect';
import { migrate } from '../../../src/db/file/migrate';
import { bundledMigrations } from '../../../src/db/file/migrations';
import { scratch } from '../../support/scratch';

test('people, conversations and messages of the build before are as they were', () => {
  using place = scratch();
  using database = connect(join(place.dir, 'chat8.db'), { create: true });
  const end = bundledMigrations().findIndex(({ tag }) => tag === '0015_comfort');
  const before = bundledMigrations().slice(0, end);
  for (const { statements } of before) for (const sql of statements) database.run(sql);
  database.run(`PRAGMA user_version = ${before.length}`);
  for (const name of ['alice', 'bob']) {
    database
      .query(
        `INSERT INTO users (username, username_key, email, email_key, kdf_salt, auth_hash,
           created_at, last_login, last_seen) VALUES (?1, ?1, ?1, ?1, '', x'', 1, 1, 1)`,
      )
      .run(name);
  }
  database.run('INSERT INTO conversations (low_user_id, high_user_id) VALUES (1, 2)');
  database.run(
    'INSERT INTO contacts (user_id, friend_id, conversation_id, muted_until) VALUES (1, 2, 1, 7)',
  );
  database.run(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at, read_at) VALUES (1, 1, 2, 'tea', 'text', 0, 1, 2)`,
  );
  migrate(database);
  expect(database.query('SELECT username, display_name, email FROM users').values()).toEqual([
    ['alice', '', 'alice'],
    ['bob', '', 'bob'],
  ]);
  expect(database.query('SELECT count(*) AS n FROM privacy').get()).toEqual({ n: 0 });
  expect(database.query('SELECT * FROM contacts').get()).toMatchObject({
    muted_until: 7,
    pinned: 0,
    archived: 0,
    marked_unread: 0,
    expires_in: null,
    has_untold: 0,
  });
  expect(database.query('SELECT * FROM messages').get()).toMatchObject({
    content: 'tea',
    read_at: 2,
    read_untold: 0,
    expires_at: null,
  });
  const taken = () =>
    database.run("UPDATE users SET email = 'x', email_key = 'alice' WHERE id = 2");
  expect(taken).toThrow('UNIQUE');
  // Without an address there may be any number.
  database.run("UPDATE users SET email = '', email_key = ''");
});
