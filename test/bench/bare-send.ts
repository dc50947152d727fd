// The bare program that sending by REST is measured against: a token from a map, the message
// alone into the database, all of an event-loop turn in one commit, and the answer after its fsync.
import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'chat8-bare-'));
const database = new Database(join(dir, 'bare.db'));
database.run('PRAGMA journal_mode = WAL');
database.run('PRAGMA synchronous = FULL');
database.run('PRAGMA wal_autocheckpoint = 8192');
database.run(
  'CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, from_id INT, to_id INT, content TEXT, at INT)',
);
database.run('CREATE INDEX by_pair ON messages (from_id, to_id)');
const insert = database.prepare(
  'INSERT INTO messages (from_id, to_id, content, at) VALUES (?, ?, ?, ?)',
);
const people = new Map(
  (Bun.env.BENCH_TOKENS ?? '').split(' ').map((token, i) => [`Bearer ${token}`, i + 1]),
);

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
    Number(insert.run(from, to, content, at).lastInsertRowid),
  );
  database.run('COMMIT');
  const timestamp = new Date(at).toISOString();
  batch.forEach(({ from, to, content, answer }, i) => {
    const data = { id: ids[i], sender_id: from, receiver_id: to, content, timestamp };
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': crypto.randomUUID(),
    };
    const body = { success: true, data, message: '消息发送成功', timestamp };
    answer(new Response(JSON.stringify(body), { headers }));
  });
};

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
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
