// Years of data: people who said much and sent many files, written straight into the tables.
import { Database } from 'bun:sqlite';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startExecutable } from '../support/executable';
import { befriend, register } from '../support/person';

const MIB = 1_024 * 1_024;

/** Two friends with that many messages and MiB of files; gives the home of a stopped server. */
export const longLived = async (messages: number, file_mib: number) => {
  const server = await startExecutable({ env: { CHAT8_TOKEN_TTL: '36000' } });
  const ann = await register(server.url, 'ann');
  const ben = await register(server.url, 'ben');
  await befriend(ann, ben);
  await server.stop();
  const database = new Database(join(server.data, 'chat8.db'));
  const now = Date.now();
  const insert = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at) VALUES (1, ?, ?, ?, 'text', 1, ?)`,
  );
  const event = database.prepare(
    `INSERT INTO events (user_id, seq, type, subject_id, created_at) VALUES (?, ?, ?, ?, ?)`,
  );
  const words = 'the garden is wet, and the swans have left the lake for the winter; '.repeat(3);
  database.transaction(() => {
    for (let i = 1; i <= messages; i += 1) {
      insert.run(ann.id, ben.id, `${i} ${words.slice(0, 40 + (i % 160))}`, now);
      event.run(ann.id, i + 10, 'message_sent', i, now);
      event.run(ben.id, i + 10, 'new_message', i, now);
    }
    database.run(`UPDATE contacts SET total = ${messages}, last_message_id = ${messages}`);
    database.run(
      `INSERT INTO meta (key, value) VALUES ('indexed_up_to', '${messages}')
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
  })();
  const add = database.prepare(
    `INSERT INTO files (id, owner_id, receiver_id, name, size, type, created_at)
     VALUES (?, ?, ?, 'film.mp4', ?, 'video/mp4', ?)`,
  );
  const bytes = randomBytes(MIB);
  for (let i = 0; i < file_mib; i += 1) {
    const id = Array.from(randomBytes(32), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]);
    const place = join(server.data, 'files', id.slice(0, 2).join(''));
    mkdirSync(place, { recursive: true, mode: 0o700 });
    bytes.writeUInt32LE(i, 0);
    writeFileSync(join(place, id.join('')), bytes, { mode: 0o600 });
    add.run(id.join(''), ann.id, ben.id, MIB, now);
  }
  database.close();
  // As what a server wrote is: else the system writes it in the middle of what is measured.
  Bun.spawnSync(['sync']);
  return { dir: server.dir, data: server.data, ann, ben };
};
