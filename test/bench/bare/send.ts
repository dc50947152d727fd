// The bare program that sending by REST is measured against: a token from a map, the message
// alone, all of an event-loop turn in one commit, and after its fsync the answer that Chat8 gives.
// What a message is on the disk is the same here and there: the table with its reference to the
// conversation, both indexes, and the pragmas of the file (references held, deleted bytes
// overwritten, space given back step by step).
import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'chat8-bare-'));
const database = new Database(join(dir, 'bare.db'));
database.run('PRAGMA auto_vacuum = INCREMENTAL');
database.run('PRAGMA journal_mode = WAL');
database.run('PRAGMA wal_autocheckpoint = 8192');
database.run('PRAGMA synchronous = FULL');
database.run('PRAGMA foreign_keys = ON');
database.run('PRAGMA secure_delete = ON');
database.run('PRAGMA cache_size = -16384');
database.run('PRAGMA temp_store = MEMORY');
database.run('CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL)');
database.run(
  `CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
     conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, sender_id INTEGER NOT NULL, receiver_id INTEGER NOT NULL,
     content TEXT NOT NULL, message_type TEXT NOT NULL, is_encrypted INTEGER NOT NULL,
     client_id TEXT, file_id TEXT, reply_to INTEGER, created_at INTEGER NOT NULL,
     edited_at INTEGER, read_at INTEGER, deleted_at INTEGER,
     low_sees INTEGER DEFAULT 1 NOT NULL, high_sees INTEGER DEFAULT 1 NOT NULL)`,
);
database.run(
  'CREATE INDEX messages_conversation ON messages (conversation_id, id, low_sees, high_sees)',
);
database.run('CREATE INDEX messages_file ON messages (file_id) WHERE file_id IS NOT NULL');
const insert = database.prepare(
  `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
     is_encrypted, created_at) VALUES (?, ?, ?, ?, 'text', 0, ?)`,
);
const people = new Map(
  (Bun.env.BENCH_TOKENS ?? '').split(' ').map((token, i) => [`Bearer ${token}`, i + 1]),
);

const converse = database.prepare('INSERT INTO conversations (id) VALUES (?)');
for (const id of people.values()) converse.run(id);

interface Sent {
  from: number;
  to: number;
  content: string;
  answer: (response: Response) => void;
}

let queue: Sent[] = [];

const flush = () => {
  const batch = queue;
  queue = [];
  const at = Date.now();
  database.run('BEGIN IMMEDIATE');
  const ids = batch.map(({ from, to, content }) =>
    Number(insert.run(Math.min(from, to), from, to, content, at).lastInsertRowid),
  );
  database.run('COMMIT');
  const timestamp = new Date(at).toISOString();
  batch.forEach(({ from, to, content, answer }, i) => {
    const data = {
      id: ids[i],
      sender_id: from,
      receiver_id: to,
      content,
      message_type: 'text',
      timestamp,
      is_read: false,
      is_encrypted: false,
    };
    const headers = {
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': crypto.randomUUID(),
    };
    const body = { success: true, data, message: '消息已发送', timestamp };
    answer(new Response(JSON.stringify(body), { headers }));
  });
};

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  development: false,
  async fetch(request) {
    const from = people.get(request.headers.get('authorization') ?? '');
    if (from === undefined) return new Response('', { status: 401 });
    const { receiver_id: to, content } = await request.json();
    return new Promise<Response>((answer) => {
      if (queue.length === 0) setImmediate(flush);
      queue.push({ from, to, content, answer });
    });
  },
});

process.on('SIGTERM', () => {
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
process.stdout.write(`listening on ${server.url.origin}\n`);
