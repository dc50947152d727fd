// Seeded nonsense for every operation and frame: no answer is a fault of the server's, none
// leaves the envelope, and none tells what the scanner looks for.
import { type Person, register } from './person';
import { scanAnswer, scanFrame } from './scanner';

type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): the same seed gives the same nonsense. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const TEXTS = [
  '',
  ' ',
  'hello',
  '你好，世界',
  '👍',
  '\u0000',
  '\ud800',
  '%',
  '_',
  "' OR 1=1 --",
].concat(
  ['../../etc/passwd', '<script>alert(1)</script>', 'x'.repeat(70_000), '\r\nx: y', '__proto__'],
  ['c8e1.', 'c8e1.e30.AA', '{"kty":"OKP","crv":"X25519","x":"AA"}', '/api/v1/files/a', 'accept'],
  ['1', '0x1', '1e0', '-1', '9007199254740993', 'true', 'online', 'text', 'a@b', '\u202egnp'],
);
const VALUES: unknown[] = [null, true, 0, 1, -1, 1.5, 1e308, 2 ** 53, [], {}, [[[]]], { a: {} }];
const IDS = [
  '1',
  '2',
  '3',
  '77',
  '0',
  '01',
  '0x1',
  '1e0',
  '-1',
  '9999999999999999999',
  'me',
  '%00',
].concat(['%2e%2e', 'a'.repeat(5_000), '%ff', '👍', '1%2f2', ' '].map((text) => encodeURI(text)));
const TYPES = ['application/json', 'text/plain', 'multipart/form-data', 'application/xml', ''];
const FRAMES = ['send_message', 'delivered', 'read', 'typing', 'ping', 'voice_call_invite'].concat([
  'video_call_invite',
  'call_accept',
  'hello',
  'new_message',
  '__proto__',
  '',
]);

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
  // Nobody is asked for a password here: each would cost 64 ms of Argon2id.
  const operations = (await readOperations(url)).filter(
    ({ path }) => !/\/(login|register|password)$|\/ws\//.test(path),
  );
  let people = 0;
  const newcomer = () => {
    people += 1;
    return register(url, `fuzz${seed}x${people}`);
  };
  let alice: Person = await newcomer();
  const statuses: Record<string, number> = {};
  let frames = 0;

  const bodyFor = ({ fields }: Operation) => {
    if (chance(0.1)) return pick(TEXTS);
    if (chance(0.05)) return JSON.stringify(value());
    const chosen = fields.filter(() => chance(0.8)).map((name) => [name, value()]);
    return JSON.stringify(Object.fromEntries(chosen));
  };
  const formFor = ({ fields }: Operation) => {
    const form = new FormData();
    for (const name of fields) {
      if (name === 'file') form.set(name, new File([pick(TEXTS)], pick(TEXTS) || 'x'));
      else form.set(name, pick(TEXTS));
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

  const one = async () => {
    const operation = pick(operations);
    const path = operation.path.replace(/\{\w+\}/g, () => pick(IDS));
    const pairs = operation.query
      .filter(() => chance(0.6))
      .map((name) => `${name}=${encodeURIComponent(pick(TEXTS).toWellFormed())}`);
    const headers = headersFor();
    let body: BodyInit | undefined;
    if (operation.method !== 'GET') {
      if (operation.path.includes('/upload/') && chance(0.8)) body = formFor(operation);
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
    if (text.startsWith('{')) scanAnswer(path, answer.headers, text);
    const isOurs = path.startsWith('/api/') && answer.status >= 400 && method !== 'HEAD';
    // Bun itself answers what is no HTTP, or has a head above 16 KiB.
    const isBare = [400, 416, 431].includes(answer.status) && text === '';
    if (isOurs && !isBare && !text.startsWith('{"success":false')) throw new Error(said);
    if (answer.status === 401 && headers.authorization?.endsWith(alice.token)) {
      alice = await newcomer();
    }
  };

  const talk = async (count: number) => {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/ws/${alice.id}?token=${alice.token}`,
    );
    const ended = Promise.withResolvers<void>();
    let fault: unknown;
    socket.onclose = () => ended.resolve();
    socket.onerror = () => ended.resolve();
    socket.onmessage = ({ data }) => {
      try {
        scanFrame(String(data));
      } catch (error) {
        fault = error;
      }
      if (String(data).includes('"last one"')) socket.close();
    };
    socket.onopen = () => {
      for (let i = 0; i < count; i += 1) {
        const data = { receiver_id: value(), content: value(), friend_id: value(), up_to: value() };
        const frame = { type: pick(FRAMES), id: value(), data: chance(0.8) ? data : value() };
        socket.send(chance(0.1) ? pick(TEXTS) : JSON.stringify(frame));
      }
      socket.send('{"type":"nonsense","id":"last one"}');
    };
    await Promise.race([ended.promise, Bun.sleep(5_000)]);
    socket.close();
    frames += count;
    if (fault) throw fault;
  };

  const width = 16;
  for (let sent = 0; sent < requests; sent += width) {
    await Promise.all(Array.from({ length: width }, one));
    if (sent % (width * 20) === 0) await talk(50);
  }
  return { requests, frames, statuses };
};
