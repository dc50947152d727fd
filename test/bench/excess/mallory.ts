// The one who does too much, as a process of its own, so that the others' times are the server's:
// `bun test/bench/excess/mallory.ts URL NAME FRIEND_ID KIND SECONDS`. Prints what came of it.
import { connect as dial } from 'node:net';
import { login, type Person } from '../../support/person';
import { say } from '../measure';

export const KINDS = [
  ...['messages', 'changes', 'search', 'pages', 'readers'],
  ...['uploads', 'replays', 'bodies', 'sockets'],
] as const;
export type Kind = (typeof KINDS)[number];
/** Of those, what is many bytes and nothing else. */
export const BYTES: Kind[] = ['uploads', 'bodies'];

const counts = new Map<string, number>();
const count = (what: string | number) =>
  counts.set(String(what), (counts.get(String(what)) ?? 0) + 1);

interface Attack {
  url: string;
  me: Person[];
  friend_id: number;
  until: number;
}

const isOver = ({ until }: Attack) => performance.now() > until;

/** So many at once, one after the other, each with the next token. */
const crowd = (attack: Attack, size: number, ask: (me: Person, i: number) => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: size }, async (_, lane) => {
      for (let i = lane; !isOver(attack); i += size) {
        await ask(attack.me[i % attack.me.length] as Person, i).catch(() => count('broken'));
      }
    }),
  );

const raw = ({ url }: Attack, me: Person, head: string[], body: string | Buffer) => {
  const { hostname, port } = new URL(url);
  const socket = dial({ host: hostname, port: Number(port) });
  socket.on('error', () => count('broken'));
  const lines = ['Host: localhost', `Authorization: Bearer ${me.token}`];
  socket.write(`${[head[0], ...lines, ...head.slice(1)].join('\r\n')}\r\n\r\n`);
  socket.write(body);
  return socket;
};

export const large = 'tea and words '.repeat(4_600);

/** Reads an answer without a look at it: the time is to be the server's. */
const taken = async (url: string, { token }: Person): Promise<number> => {
  const { status, body } = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const reader = body?.getReader();
  while (reader && !(await reader.read()).done);
  return status;
};

const ATTACKS: Record<Kind, (attack: Attack) => Promise<unknown>> = {
  messages: async (attack) => {
    const sockets = await Promise.all(attack.me.map((me) => me.connect()));
    const data = { receiver_id: attack.friend_id, content: large };
    while (!isOver(attack)) {
      for (const socket of sockets) socket.send({ type: 'send_message', id: 1, data });
      await Bun.sleep(10);
      for (const { frames } of sockets) {
        for (const { type, id } of frames.splice(0)) if (id === 1) count(type);
      }
    }
  },
  changes: async (attack) => {
    const [me] = attack.me;
    const { body } = (await me?.get(`/messages/${attack.friend_id}?limit=1`)) ?? {};
    const { id } = body.data.messages[0];
    const path = `/messages/${id}/reactions/${encodeURIComponent('👍')}`;
    await crowd(attack, 32, async (each, i) =>
      count((await (i % 2 ? each.put(path) : each.delete(path))).status),
    );
  },
  search: (attack) =>
    crowd(attack, 16, async (me) => {
      count((await me.get('/messages/search?q=a%20t%20w%20o%20i%20the%20and%20te')).status);
    }),
  pages: (attack) =>
    crowd(attack, 32, async (me) =>
      count(await taken(`${attack.url}/api/v1/messages/${attack.friend_id}?limit=100`, me)),
    ),
  readers: async (attack) => {
    const head = [`GET /api/v1/messages/${attack.friend_id}?limit=100 HTTP/1.1`];
    const sockets = Array.from({ length: 100 }, (_, i) =>
      raw(attack, attack.me[i % attack.me.length] as Person, head, '').pause(),
    );
    await Bun.sleep(attack.until - performance.now());
    for (const socket of sockets) socket.destroy();
  },
  uploads: async (attack) => {
    const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
    const head = [
      'POST /api/v1/upload/file HTTP/1.1',
      'Content-Type: multipart/form-data; boundary=x',
      `Content-Length: ${90 * 1_024 * 1_024}`,
    ];
    const block = Buffer.alloc(256 * 1_024, 'x');
    await crowd(attack, 100, async (me) => {
      const socket = raw(attack, me, head, part);
      let isClosed = false;
      socket.on('close', () => {
        isClosed = true;
      });
      for (let i = 0; i < 300 && !isClosed && !isOver(attack); i += 1) {
        count('blocks');
        if (!socket.write(block)) await Promise.race([Bun.sleep(500), drained(socket)]);
      }
      socket.destroy();
    });
  },
  replays: (attack) =>
    crowd(attack, 10, async (me) => {
      const first = await me.connect();
      const { epoch } = (await first.event('hello')).data;
      first.close();
      const device = await me.connect(`&since=0&epoch=${epoch}`);
      await Bun.sleep(200);
      count('replays');
      device.close();
    }),
  bodies: async (attack) => {
    const head = [
      'POST /api/v1/messages HTTP/1.1',
      'Content-Type: application/json',
      `Content-Length: ${1_024 * 1_024}`,
    ];
    const body = Buffer.alloc(1_024 * 1_024 - 1, '[');
    const sockets = Array.from({ length: 100 }, (_, i) =>
      raw(attack, attack.me[i % attack.me.length] as Person, head, body),
    );
    await Bun.sleep(attack.until - performance.now());
    for (const socket of sockets) socket.destroy();
  },
  sockets: (attack) =>
    crowd(attack, 20, async (me) => {
      const device = await me.connect();
      count('opened');
      for (let i = 0; i < 100; i += 1) device.send({ type: 'nonsense', data: large.slice(0, 500) });
      device.close();
      await Bun.sleep(5);
    }),
};

const drained = (socket: ReturnType<typeof raw>) =>
  new Promise<void>((resolve) => socket.once('drain', resolve));

if (import.meta.main) {
  const [, , url = '', name = '', friend = '', kind = '', seconds = '5'] = process.argv;
  // A bare server asks nobody who they are.
  const enter = () => (name === '' ? ({ token: 'any' } as Person) : login(url, name));
  const me = [await enter(), await enter(), await enter()];
  const until = performance.now() + Number(seconds) * 1_000;
  await ATTACKS[kind as Kind]({ url, me, friend_id: Number(friend), until });
  say([...counts].map(([what, times]) => `${times}× ${what}`).join(', '));
  process.exit(0);
}
