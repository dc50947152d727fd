// The bare program of chat.ts with all its writes in a Worker: which of the two is faster,
// and on which disk, is what `bun test/bench/worker.ts` measures.
import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerWebSocket } from 'bun';

interface Data {
  id: number;
}

interface Row {
  from: number;
  to: number;
  content: string;
}

interface Waiting extends Row {
  socket: ServerWebSocket<Data>;
  id: unknown;
}

/** The thread that owns the database: rows in, their ids out, after the commit. */
const write = (dir: string) => {
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
  self.onmessage = ({ data: rows }: MessageEvent<Row[]>) => {
    database.run('BEGIN IMMEDIATE');
    const ids = rows.map(({ from, to, content }) => {
      const id = Number(insert.run(from, to, content, Date.now()).lastInsertRowid);
      for (const user_id of [from, to]) {
        const seq = (heads.get(user_id) ?? 0) + 1;
        heads.set(user_id, seq);
        log.run(user_id, seq, id);
      }
      return id;
    });
    database.run('COMMIT');
    self.postMessage(ids);
  };
};

const serve = () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-bare-'));
  const worker = new Worker(import.meta.url, { argv: [dir] });
  let queue: Waiting[] = [];
  let writing: Waiting[] = [];
  let isScheduled = false;

  const flush = () => {
    isScheduled = false;
    if (writing.length > 0 || queue.length === 0) return;
    writing = queue;
    queue = [];
    worker.postMessage(writing.map(({ from, to, content }) => ({ from, to, content })));
  };
  worker.onmessage = ({ data: ids }: MessageEvent<number[]>) => {
    const timestamp = new Date().toISOString();
    const done = writing;
    writing = [];
    done.forEach(({ socket, id, from, to, content }, i) => {
      const data = { id: ids[i], sender_id: from, receiver_id: to, content, timestamp };
      server.publish(`user:${to}`, JSON.stringify({ type: 'new_message', data, timestamp }));
      socket.send(JSON.stringify({ type: 'ack', id, data, timestamp }));
    });
    flush();
  };
  const server = Bun.serve<Data>({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, self) {
      const id = Number(new URL(request.url).pathname.split('/').at(-1));
      if (self.upgrade(request, { data: { id } })) return undefined;
      return new Response('ok');
    },
    websocket: {
      open: (socket) => void socket.subscribe(`user:${socket.data.id}`),
      message(socket, text) {
        const { id, data } = JSON.parse(String(text));
        const { receiver_id: to, content } = data;
        queue.push({ socket, id, from: socket.data.id, to, content });
        if (!isScheduled) setImmediate(flush);
        isScheduled = true;
      },
    },
  });
  process.on('SIGTERM', () => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(0);
  });
  process.stdout.write(`listening on ${server.url.origin}\n`);
};

if (Bun.isMainThread) serve();
else write(process.argv.at(-1) ?? '');
