// A data directory as the first version left it: its own schema, people, messages and a file.
import { Database } from 'bun:sqlite';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dir, '../../..');
const file_id = 'a'.repeat(32);

/** Alice (1) and bob (2) are friends, and said so much to each other. */
export const makeFirstVersion = (data: string, messages: number, file: string): string => {
  mkdirSync(join(data, 'files', file_id.slice(0, 2)), { recursive: true, mode: 0o700 });
  const database = new Database(join(data, 'chat8.db'));
  const schema = readFileSync(join(root, 'drizzle/0000_start.sql'), 'utf8');
  for (const sql of schema.split('--> statement-breakpoint')) database.run(sql);
  database.run('PRAGMA user_version = 1');
  const add = (sql: string, ...values: (string | number)[]) => database.query(sql).run(...values);
  for (const name of ['alice', 'bob']) {
    add(
      `INSERT INTO users (username, username_key, email, email_key, kdf_salt, auth_hash,
         created_at, last_login, last_seen) VALUES (?1, ?1, ?2, ?2, '', x'', 1, 1, 1)`,
      name,
      `${name}@example.org`,
    );
  }
  add('INSERT INTO conversations (low_user_id, high_user_id) VALUES (1, 2)');
  for (const [me, friend] of [
    [1, 2],
    [2, 1],
  ] as const) {
    add(
      `INSERT INTO contacts (user_id, friend_id, conversation_id, friends_since, total,
         last_message_id) VALUES (?, ?, 1, 1, ?3, ?3)`,
      me,
      friend,
      messages,
    );
  }
  const say = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at) VALUES (1, 1, 2, ?, 'text', 0, ?)`,
  );
  database.transaction(() => {
    for (let i = 1; i <= messages; i += 1) say.run(`long ago, ${i}`, i);
  })();
  add(
    `INSERT INTO files (id, owner_id, receiver_id, name, size, type, created_at)
     VALUES (?, 1, 2, 'garden.txt', ?, 'text/plain', 1)`,
    file_id,
    Buffer.byteLength(file),
  );
  add(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, file_id, created_at) VALUES (1, 1, 2, ?1, 'file', 0, ?2, 9)`,
    `/api/v1/files/${file_id}`,
    file_id,
  );
  database.run('UPDATE contacts SET total = total + 1, last_message_id = last_message_id + 1');
  database.close();
  writeFileSync(join(data, 'files', file_id.slice(0, 2), file_id), file);
  return `/api/v1/files/${file_id}`;
};
