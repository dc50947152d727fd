// The bare program that the delivery benchmark is measured against: Bun.serve and bun:sqlite,
// the same durable, group-committed delivery (a message, and an event for both people under a
// number of their own), and nothing else. What is posted it takes: an upload to the disk, synced as
// Chat8 does it, any other body into memory.
import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerWebSocket } from 'bun';
import { upload_sync_every_bytes } from '../../../src/protocol/upload-limits';

interface Data {
  id: number;
}

const dir = mkdtempSync(join(tmpdir(), 'chat8-bare-'));
const database = new Database(join(dir, 'bare.db'));
database.run('PRAGMA journal_mode = WAL');
database.run('PRAGMA synchronous = FULL');
database.run('PRAGMA wal_autocheckpoint = 8192');
database.run(
  'CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, from_id INT, to_id INT, content TEXT, at INT)',
);
database.run('CREATE INDEX by_pair ON messages (from_id, to_id)');
database.run(
  'CREATE TABLE events (user_id INT, seq INT, message_id INT, PRIMARY KEY (user_id, seq)) WITHOUT ROWID',
);
const log = database.prepare('INSERT INTO events (user_id, seq, message_id) VALUES (?, ?, ?)');
const heads = new Map<number, number>();
const insert = database.prepare(
  'INSERT INTO messages (from_id, to_id, content, at) VALUES (?, ?, ?, ?)',
);

let queue: { socket: ServerWebSocket<Data>; id: unknown; to: number; content: string }[] = [];

const flush = () => {
  const batch = queue;
  queue = [];
  const at = Date.now();
  database.run('BEGIN IMMEDIATE');
  const ids = batch.map(({ socket, to, content }) => {
    const id = Number(insert.run(socket.data.id, to, content, at).lastInsertRowid);
    for (const user_id of [socket.data.id, to]) {
      const seq = (heads.get(user_id) ?? 0) + 1;
      heads.set(user_id, seq);
      log.run(user_id, seq, id);
    }
    return id;
  });
  database.run('COMMIT');
  const timestamp = new Date(at).toISOString();
  batch.forEach(({ socket, id, to, content }, i) => {
    const data = { id: ids[i], sender_id: socket.data.id, receiver_id: to, content, timestamp };
    server.publish(`user:${to}`, JSON.stringify({ type: 'new_message', data, timestamp }));
    socket.send(JSON.stringify({ type: 'ack', id, data, timestamp }));
  });
};

let uploads = 0;
const take = async (request: Request) => {
  const isUpload = request.headers.get('content-type')?.startsWith('multipart/');
  if (!isUpload || request.body === null)
    return new Response(String((await request.bytes()).length));
  uploads += 1;
  const path = join(dir, String(uploads));
  const file = await open(path, 'wx');
  let unsynced = 0;
  try {
    for await (const piece of request.body) {
      await file.write(piece);
      unsynced += piece.byteLength;
      if (unsynced < upload_sync_every_bytes) continue;
      unsynced = 0;
      await file.datasync();
    }
  } finally {
    await file.close();
    await unlink(path);
  }
  return new Response('ok');
};

const server = Bun.serve<Data>({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, self) {
    const id = Number(new URL(request.url).pathname.split('/').at(-1));
    if (self.upgrade(request, { data: { id } })) return undefined;
    return request.method === 'POST' ? take(request) : new Response('ok');
  },
  error: () => new Response('broken', { status: 400 }),
  websocket: {
    open: (socket) => void socket.subscribe(`user:${socket.data.id}`),
    message(socket, text) {
      const { id, data } = JSON.parse(String(text));
      if (queue.length === 0) setImmediate(flush);
      queue.push({ socket, id, to: data.receiver_id, content: data.content });
    },
  },
});

process.on('SIGTERM', () => {
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
process.stdout.write(`listening on ${server.url.origin}\n`);
