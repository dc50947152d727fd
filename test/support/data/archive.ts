// A conversation of years, sealed by the second implementation and written straight into the
// database of a running server.
import { Database } from 'bun:sqlite';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Pair } from '../envelope';
import { keyIdOf, newPair, sealEnvelope } from '../envelope';
import type { Person } from '../person';

const every_ms = 10 * 60_000;

/** Gives `who` a key of the second implementation. */
export const withKey = async (who: Person) => {
  const pair = newPair();
  const public_key = JSON.stringify({ kty: 'OKP', crv: 'X25519', x: pair.x });
  await who.post('/encryption/keys', { public_key, private_key_encrypted: 'kept elsewhere' });
  return pair;
};

export interface Archive {
  data: string;
  from: Person;
  to: { id: number };
  count: number;
  /** Of the message with that number, the oldest 1. */
  text?: (number: number) => string;
  /** What it carries besides, by its id on the server and as it is sealed: then it is a picture. */
  file?: (number: number) => { id: string; inside: object } | undefined;
  /** The number of the message that it answers. */
  answers?: (number: number) => number | undefined;
}

/** All from the one to the other and read, every ten minutes one, the last just now; gives the key. */
export const writeArchive = async (archive: Archive): Promise<Pair> => {
  const { data, from, to, count, answers, file } = archive;
  const { text = (number) => `message ${number}` } = archive;
  const own = await withKey(from);
  const peer = await from.get(`/encryption/public-key/${to.id}`);
  const { x } = JSON.parse(peer.body.data.public_key) as { x: string };
  const database = new Database(join(data, 'chat8.db'));
  database.run('PRAGMA busy_timeout = 10000');
  const { id } = database
    .query('SELECT conversation_id AS id FROM contacts WHERE user_id = ? AND friend_id = ?')
    .get(from.id, to.id) as { id: number };
  const insert = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, client_id, file_id, reply_to, created_at, read_at)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
  );
  const ids: number[] = [];
  const now = Date.now();
  database.transaction(() => {
    for (let number = 1; number <= count; number += 1) {
      const mid = randomBytes(16).toString('base64url');
      const keys = { from_key: keyIdOf(own), to_key: keyIdOf({ x }) };
      const picture = file?.(number);
      const type = picture ? 'image' : 'text';
      const header = { v: 1, mid, from: from.id, to: to.id, ...keys, type };
      const reply_to = ids[(answers?.(number) ?? 0) - 1];
      const body = {
        text: text(number),
        ...(reply_to ? { reply_to } : {}),
        ...(picture ? { file: picture.inside } : {}),
      };
      const content = sealEnvelope(own, { x }, { header, body });
      const at = now - (count - number) * every_ms;
      const about = [content, type, mid, picture?.id ?? null, reply_to ?? null];
      const values = [id, from.id, to.id, ...about, at, at];
      ids.push(Number(insert.run(...values).lastInsertRowid));
    }
    database.run(
      'UPDATE contacts SET total = total + ?, last_message_id = ? WHERE conversation_id = ?',
      [count, ids.at(-1) ?? 0, id],
    );
  })();
  database.close();
  return own;
};
