// A bare Bun.serve that does the work of two of Chat8's requests: the token from a map, the row
// from the database, the body parsed and checked, the same JSON back.
import { Database } from 'bun:sqlite';

const database = new Database(':memory:');
database.run('CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, email TEXT, at INT)');
database.run("INSERT INTO users VALUES (1, 'alice', 'alice@example.org', 0)");
const byId = database.prepare<
  { id: number; username: string; email: string; at: number },
  [number]
>('SELECT * FROM users WHERE id = ?');
const sessions = new Map([[`Bearer ${Bun.env.BENCH_TOKEN}`, 1]]);

const answer = (body: object, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': crypto.randomUUID(),
    },
  });

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const me = sessions.get(request.headers.get('authorization') ?? '');
    if (me === undefined) return answer({ success: false }, 401);
    const timestamp = new Date().toISOString();
    if (request.method === 'POST') {
      const body = await request.json();
      const fits =
        Number.isInteger(body.receiver_id) &&
        typeof body.content === 'string' &&
        body.content !== '';
      if (!fits) return answer({ success: false, timestamp }, 422);
    }
    const row = byId.get(me);
    const at = new Date(row?.at ?? 0).toISOString();
    const data = { ...row, avatar: '', status: 'offline', created_at: at, last_login: at };
    return answer({ success: true, data, message: '操作成功', timestamp });
  },
});

process.stdout.write(`listening on ${server.url.origin}\n`);
