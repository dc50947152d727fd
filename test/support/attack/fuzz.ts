// Seeded nonsense for every operation and frame: no answer is a fault of the server's, none
// leaves the envelope, and none tells what the scanner looks for.

import { call } from '../person';
import { heardAll } from '../watch/hearing';
import { FRAMES, IDS, seeded, TEXTS, TYPES, VALUES } from './nonsense';

interface Operation {
  method: string;
  path: string;
  fields: string[];
  query: string[];
}

type Schema = { properties?: Record<string, unknown> };

const readOperations = async (url: string): Promise<Operation[]> => {
  const { paths } = (await (await fetch(`${url}/docs/json`)).json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, parameters }]) => {
      const { content = {} } = (requestBody ?? {}) as {
        content?: Record<string, { schema: Schema }>;
      };
      const [first] = Object.values(content);
      const inQuery = ((parameters ?? []) as { in: string; name: string }[]).filter(
        (each) => each.in === 'query',
      );
      return {
        method: method.toUpperCase(),
        path,
        fields: Object.keys(first?.schema.properties ?? {}),
        query: inQuery.map(({ name }) => name),
      };
    }),
  );
};

const secret = Buffer.alloc(32, 7).toString('base64url');
const salt = Buffer.alloc(16, 7).toString('base64url');

/** Registers with a password that was derived before, which costs the server nothing. */
const join = async (url: string, username: string) => {
  const { body } = await call(url, 'POST', '/api/v1/auth/register', {
    body: {
      username,
      email: `${username}@example.org`,
      password: secret,
      confirm_password: secret,
      kdf: { alg: 'argon2id', m: 65_536, t: 3, p: 1, salt },
    },
  });
  const token: string = body.data.access_token;
  const ask = async (method: string, path: string, draft: object) =>
    (await call(url, method, `/api/v1${path}`, { token, body: draft })).body.data;
  return { id: Number(body.data.user_id), token, ask };
};

interface Alice {
  id: number;
  token: string;
  /** Of what is hers and around her: people, a message, a file, a request, an invitation. */
  ids: string[];
}

/** Alice has a friend, a message and a file with him, a request from carol, an invitation. */
const newScene = async (url: string, name: string): Promise<Alice> => {
  const alice = await join(url, name);
  const bob = await join(url, `${name}b`);
  const carol = await join(url, `${name}c`);
  const { request_id } = await alice.ask('POST', '/friends/request', { user_id: bob.id });
  await bob.ask('PUT', `/friends/request/${request_id}`, { action: 'accept' });
  const asked = await carol.ask('POST', '/friends/request', { user_id: alice.id });
  const sent = await alice.ask('POST', '/messages', { receiver_id: bob.id, content: 'hello' });
  const heard = await bob.ask('POST', '/messages', { receiver_id: alice.id, content: 'hi' });
  const form = new FormData();
  form.set('file', new File(['hello'], 'note.txt'));
  form.set('receiver_id', String(bob.id));
  const { file_id } = await alice.ask('POST', '/upload/file', form);
  const part = { receiver_id: bob.id, name: 'film.bin', size: 1_000 };
  const { upload_id } = await alice.ask('POST', '/upload/parts', part);
  const { code } = await alice.ask('POST', '/invites', {});
  const ids = [bob.id, carol.id, sent.id, heard.id, asked.request_id, file_id, upload_id, code].map(
    String,
  );
  return { id: alice.id, token: alice.token, ids };
};

export interface FuzzReport {
  requests: number;
  frames: number;
  statuses: Record<string, number>;
}

export const fuzz = async (url: string, seed: number, requests: number): Promise<FuzzReport> => {
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const chance = (part: number) => random() < part;
  const value = (): unknown =>
    chance(0.5) ? pick(TEXTS) : chance(0.5) ? pick(VALUES) : Number(pick(IDS));
  const operations = await readOperations(url);
  let people = 0;
  let alice: Alice = await newScene(url, `fuzz${seed}x${people}`);
  let arriving: Promise<void> | undefined;
  /** Her session is over, or her account: one begins anew, and all the others wait for it. */
  const beginAnew = (stale: Alice): Promise<void> => {
    if (stale !== alice) return Promise.resolve();
    people += 1;
    arriving ??= newScene(url, `fuzz${seed}x${people}`).then((next) => {
      alice = next;
      arriving = undefined;
    });
    return arriving;
  };
  const statuses: Record<string, number> = {};
  let frames = 0;

  /** Half of what is asked for is hers, so that more than the first check is reached. */
  const idFor = () => (chance(0.5) ? pick(alice.ids) : pick(IDS));
  const fieldFor = (name: string): unknown => {
    // A plain password costs 64 ms of Argon2id: it is left to few.
    if (/derived$/.test(name) && chance(0.95)) return true;
    if (/password$/.test(name) && chance(0.5)) return secret;
    if (/_id$|^up_to$|^reply_to$/.test(name) && chance(0.5)) return Number(pick(alice.ids));
    return value();
  };
  const bodyFor = ({ fields }: Operation) => {
    if (chance(0.1)) return pick(TEXTS);
    if (chance(0.05)) return JSON.stringify(value());
    const chosen = fields
      .filter((name) => /derived$/.test(name) || chance(0.8))
      .map((name) => [name, fieldFor(name)]);
    return JSON.stringify(Object.fromEntries(chosen));
  };
  const formFor = ({ fields }: Operation) => {
    const form = new FormData();
    for (const name of fields) {
      if (name === 'file') form.set(name, new File([pick(TEXTS)], pick(TEXTS) || 'x'));
      else form.set(name, chance(0.5) ? pick(alice.ids) : pick(TEXTS));
    }
    return form;
  };
  const headersFor = () => {
    const headers: Record<string, string> = {};
    if (chance(0.9)) headers.authorization = `Bearer ${alice.token}`;
    if (chance(0.2)) headers['accept-language'] = pick(['en', 'zh', 'en;q=x,,', '*']);
    if (chance(0.2)) headers.range = pick(['bytes=0-', 'bytes=-0', 'bytes=9-1', 'lines=1-2']);
    if (chance(0.1)) headers.origin = pick(['https://evil.example', 'null', 'x']);
    if (chance(0.1)) headers['x-forwarded-for'] = pick(['1.2.3.4', 'x', ',,,', '::1']);
    if (chance(0.1)) headers['if-none-match'] = pick(['*', '"x"', 'W/']);
    return headers;
  };

  const one = async (): Promise<void> => {
    const asking = alice;
    const operation = pick(operations);
    // What ends her session also ends what all the others were about to try.
    if (/\/(logout|user)$/.test(operation.path) && chance(0.8)) return one();
    const path = operation.path.replace(/\{\w+\}/g, idFor);
    const pairs = operation.query
      .filter(() => chance(0.6))
      .map((name) => `${name}=${encodeURIComponent(pick(TEXTS).toWellFormed())}`);
    const headers = headersFor();
    let body: BodyInit | undefined;
    if (operation.method !== 'GET') {
      if (/\/upload\/\w+$/.test(operation.path) && chance(0.8)) body = formFor(operation);
      else {
        body = bodyFor(operation);
        headers['content-type'] = chance(0.9) ? 'application/json' : pick(TYPES);
      }
    }
    const method = chance(0.03) ? pick(['PATCH', 'OPTIONS', 'HEAD', 'PUT']) : operation.method;
    const answer = await fetch(`${url}${path}?${pairs.join('&')}`, {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const text = await answer.text();
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const said = `${method} ${path} (seed ${seed}): ${answer.status} ${text.slice(0, 300)}`;
    if (answer.status >= 500 && answer.status !== 503) throw new Error(said);
    const isOurs = path.startsWith('/api/') && answer.status >= 400 && method !== 'HEAD';
    // Bun itself answers what is no HTTP, or has a head above 16 KiB.
    const isBare = [400, 416, 431].includes(answer.status) && text === '';
    if (isOurs && !isBare && !text.startsWith('{"success":false')) throw new Error(said);
    const isOver = answer.status === 401 && text.includes('"AUTH_00');
    if (isOver && !text.includes('"AUTH_003"') && headers.authorization?.endsWith(asking.token)) {
      await beginAnew(asking);
    }
  };

  const talk = async (count: number) => {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/ws/${alice.id}?token=${alice.token}`,
    );
    const ended = Promise.withResolvers<void>();
    socket.onclose = () => ended.resolve();
    socket.onerror = () => ended.resolve();
    socket.onmessage = ({ data }) => {
      if (String(data).includes('"last one"')) socket.close();
    };
    socket.onopen = () => {
      for (let i = 0; i < count; i += 1) {
        const names = ['receiver_id', 'content', 'friend_id', 'up_to', 'message_id', 'user_id'];
        const data = Object.fromEntries(names.map((name) => [name, fieldFor(name)]));
        const frame = { type: pick(FRAMES), id: value(), data: chance(0.8) ? data : value() };
        socket.send(chance(0.1) ? pick(TEXTS) : JSON.stringify(frame));
      }
      socket.send('{"type":"nonsense","id":"last one"}');
    };
    await Promise.race([ended.promise, Bun.sleep(5_000)]);
    socket.close();
    frames += count;
  };

  const width = 16;
  for (let sent = 0; sent < requests; sent += width) {
    await Promise.all(Array.from({ length: width }, one));
    if (sent % (width * 10) === 0) await talk(50);
    await heardAll();
  }
  return { requests, frames, statuses };
};
