// No input is a fault of the server: hostile values in every place of every operation and frame.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import {
  describe,
  fitting,
  nested,
  type Operation,
  poisoned,
  type Schema,
  TEXTS,
  VALUES,
} from '../../support/attack/hostile-values';
import { connect, friends, type Person } from '../../support/person';
import { type Server, startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;
let operations: Operation[];
let frames: { type: string; data: Schema }[];
let known: Record<string, string>;

const secret = Buffer.alloc(32, 7).toString('base64url');

beforeAll(async () => {
  server = await startServer();
  ({ operations, frames } = await describe(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

beforeEach(async () => {
  if (alice !== undefined) return;
  ({ alice, bob } = await friends(server.url));
  const { id } = await alice.says(bob, 'hello');
  // A derived password costs the server nothing, and is not alice's: nothing ends her session.
  const password = JSON.stringify(secret);
  const kdf = { alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: secret.slice(0, 21).concat('A') };
  known = {
    username: '"alice"',
    email: '"carol@example.org"',
    password,
    confirm_password: password,
    current_password: password,
    new_password: password,
    current_derived: 'true',
    derived: 'true',
    kdf: JSON.stringify(kdf),
    receiver_id: String(bob.id),
    friend_id: String(bob.id),
    user_id: String(bob.id),
    message_id: String(id),
    up_to: String(id),
    reply_to: String(id),
    content: '"hi"',
    public_key: '"key"',
    private_key_encrypted: '"vault"',
  };
});
afterEach(async () => {
  expect((await alice.get('/user/profile')).body.data.id).toBe(alice.id);
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});

const pathFor = ({ path }: Operation, of: (name: string) => string) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => of(name));
const ownPath = (operation: Operation) =>
  pathFor(operation, (name) => {
    // What would end her friendship or her session names nobody and nothing.
    if (operation.method === 'DELETE' || operation.path.includes('/blocks/')) return '999';
    return /friend_id|user_id/.test(name) ? String(bob.id) : '1';
  });
/** Alice stays signed in, and goes on being herself. */
const tokenFor = ({ path }: Operation) => (path.endsWith('/logout') ? 'nonsense' : alice.token);

const ask = async (
  operation: Operation,
  path: string,
  init: { body?: string | undefined; headers?: Record<string, string> } = {},
) => {
  const { method } = operation;
  const headers = {
    authorization: `Bearer ${tokenFor(operation)}`,
    'content-type': 'application/json',
    ...init.headers,
  };
  const isBare = method === 'GET' || init.body === undefined;
  const answer = await fetch(server.url + path, {
    method,
    headers,
    ...(isBare ? {} : { body: init.body }),
  });
  const text = await answer.text();
  const said = `${method} ${path} ${JSON.stringify(init).slice(0, 400)}: ${answer.status} ${text.slice(0, 300)}`;
  // Bun itself answers a head that is no HTTP.
  if (answer.status === 500 || (answer.status >= 400 && text !== '' && !text.startsWith('{"s'))) {
    throw new Error(said);
  }
  return { status: answer.status, text, said };
};

const withBody = () => operations.filter(({ body, isNoJson }) => body !== undefined && !isNoJson);

test('hostile values in every field of every body are answered, and never as a fault', async () => {
  expect(withBody().length).toBeGreaterThan(12);
  for (const operation of withBody()) {
    for (const value of VALUES) {
      const bodies = [...poisoned(operation.body ?? {}, value, known)];
      await Promise.all(bodies.map((body) => ask(operation, ownPath(operation), { body })));
    }
  }
}, 300_000);

test('routes that take no JSON ignore what is sent to them, whatever it is', async () => {
  const others = operations.filter(({ body, method }) => body === undefined && method !== 'GET');
  expect(others.length).toBeGreaterThan(8);
  for (const operation of others) {
    const path = pathFor(operation, () => '999');
    if (path === '/api/v1/auth/ws-ticket') continue;
    const bare = await ask(operation, path);
    for (const body of [...VALUES, nested(65), '{"a":'.repeat(50_000), '\0', '{']) {
      const { status, said } = await ask(operation, path, { body });
      expect(status, said).toBe(bare.status);
    }
  }
}, 300_000);

/** What is read alike for every operation meets a part of it at each, and all of it at some. */
const isInTurn = (at: number) => at % 4 === 0;

test('hostile texts in every parameter, given once, twice or without a value', async () => {
  for (const [at, operation] of operations.entries()) {
    if (operation.path.endsWith('/ws/{user_id}')) continue;
    for (const [which, text] of TEXTS.entries()) {
      const query = operation.parameters
        .filter(({ in: place }) => place === 'query')
        .flatMap(({ name }) => [
          `${name}=${text}`,
          `${name}=1&${name}=${text}`,
          `${name}[]=${text}`,
          name,
        ]);
      const unknown = [`__proto__=${text}&__proto__=1&toString=${text}`, `${text}=1`];
      const asked = [...query, ...(isInTurn(at + which) ? unknown : [])];
      await Promise.all(asked.map((pairs) => ask(operation, `${ownPath(operation)}?${pairs}`)));
      if (operation.path.includes('{')) {
        await ask(
          operation,
          pathFor(operation, () => text.replaceAll('/', '%2f')),
        );
      }
    }
  }
}, 300_000);

test('hostile headers, cookies among them', async () => {
  const names = ['authorization', 'cookie', 'content-type', 'accept-language', 'origin', 'range']
    .concat(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'if-range', 'if-match'])
    .concat(['if-none-match', 'user-agent', 'accept', 'x-request-id', 'accept-encoding']);
  const values = ['', '%', '%E0%A4%A', '__proto__=1; toString=x', 'a={"toString":"x"}', '[1]', '"']
    .concat(['chat8_refresh=%ff', 'chat8_refresh={"a":1}', 'j:{"toString":1}', 'en;q=,,;;q=9e9'])
    .concat(['\xff\xfe', 'x'.repeat(3_000), 'bytes=-', 'bytes=9e9-1', `bytes=${'9'.repeat(40)}-`])
    .concat(['Bearer', 'Bearer {}', 'Basic x', ',', ';', 'http://[::1', '::1%eth0', '[1.2.3.4]:x']);
  const pairs = names.flatMap((name) => values.map((value) => ({ [name]: value })));
  for (const [at, operation] of operations.entries()) {
    const path = pathFor(operation, () => '999');
    const own = pairs.filter((_, which) => isInTurn(at + which));
    await Promise.all(own.map((headers) => ask(operation, path, { body: '{}', headers })));
  }
}, 300_000);

test('JSON nested 64 deep is read, 65 and 50,000 deep is REQUEST_001, in every body', async () => {
  const codeOf = ({ text }: { text: string }) => JSON.parse(text).error?.code;
  // A receipt of 512 bytes is never refused, whatever it is.
  for (const operation of withBody().filter(({ path }) => !path.endsWith('/receipt'))) {
    const fits = fitting(operation.body ?? {}, known).slice(0, -1);
    const deep = async (inner: string) => {
      const body = `${fits}${fits === '{' ? '' : ','}"more":${inner}}`;
      return codeOf(await ask(operation, ownPath(operation), { body }));
    };
    const shallow = await deep('1');
    expect([operation.path, await deep(nested(63))]).toEqual([operation.path, shallow]);
    // Brackets in a text are no nesting, also behind a quotation mark that is escaped.
    expect(await deep(`"${'[{'.repeat(500)}\\"${'[{'.repeat(500)}\\\\"`)).toBe(shallow);
    expect([operation.path, await deep(nested(64))]).toEqual([operation.path, 'REQUEST_001']);
    expect(await deep(nested(50_000))).toBe('REQUEST_001');
    expect(await deep('{"a":'.repeat(50_000))).toBe('REQUEST_001');
  }
}, 300_000);

test('hostile values in every frame get an ack or a refusal, and the socket lives', async () => {
  expect(frames.length).toBeGreaterThan(5);
  using phone = await connect(server.url, alice.id, alice.token);
  let sent = 0;
  const send = (type: string, data: string, id = String(sent)) => {
    phone.send(`{"type":${type},"id":${id},"data":${data}}`);
    sent += 1;
  };
  const answered = async (): Promise<string[]> => {
    await phone.settled();
    phone.send(`{"type":"nonsense","id":"mark ${sent}"}`);
    await phone.next(({ id }) => id === `mark ${sent}`);
    const errors = phone.frames.filter(({ type }) => type === 'error');
    return errors.map(({ data }) => String(data.code));
  };
  for (const { type, data } of frames) {
    for (const value of VALUES) {
      for (const body of poisoned(data, value, known)) send(JSON.stringify(type), body);
      send(JSON.stringify(type), fitting(data, known), value);
      send(value, fitting(data, known));
    }
    const codes = await answered();
    expect(codes.filter((code) => code.startsWith('SERVER_'))).toEqual([]);
  }
  const both = `{"message_id":{"toString":"x"},"friend_id":${bob.id},"up_to":1}`;
  send('"read"', both, '"both"');
  const refused = await phone.next(({ id }) => id === 'both');
  expect([refused.type, refused.data.code]).toEqual(['error', 'REQUEST_002']);
}, 300_000);

test('a frame nested 64 deep is read, a deeper one is REQUEST_001 under its id', async () => {
  using phone = await alice.connect();
  const read = async (id: string, inner: string) => {
    phone.send(
      `{"type":"typing","id":"${id}","data":{"friend_id":${bob.id},"active":true,"more":${inner}}}`,
    );
    const answer = await phone.next((frame) => frame.id === id);
    return [answer.type, answer.data.code];
  };
  expect(await read('62', nested(62))).toEqual(['ack', undefined]);
  expect(await read('63', nested(63))).toEqual(['error', 'REQUEST_001']);
  expect(await read('5000', nested(5_000))).toEqual(['error', 'REQUEST_001']);
  expect(await read('lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toEqual([
    'error',
    'REQUEST_001',
  ]);
  phone.send('{"a":'.repeat(20_000));
  await phone.settled();
  expect(phone.frames.filter(({ type }) => type === 'error')).toHaveLength(4);
});

test('after all that alice and bob still talk', async () => {
  using phone = await bob.connect();
  const { id } = await alice.says(bob, 'still here');
  const heard = await phone.next(({ data }) => data.id === id);
  expect(heard.data.content).toBe('still here');
});
