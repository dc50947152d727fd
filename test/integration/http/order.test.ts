// The order of checks, on every operation: path and method, token, and only then what was sent.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { describe, type Operation, TEXTS } from '../../support/attack/hostile-values';
import { call, type Person, register } from '../../support/person';
import { type Server, startServer } from '../../support/server';

let server: Server;
let alice: Person;
let operations: Operation[];

beforeAll(async () => {
  server = await startServer();
  alice = await register(server.url, 'alice');
  ({ operations } = await describe(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

const OPEN =
  /\/(healthz|auth\/(register|registration|login|kdf)|avatars\/\{\w+\}|push\/re(ceipt|newal))$/;
const ODD = [
  'abc',
  '0',
  '01',
  '0x1',
  '1e0',
  '+1',
  '-1',
  '1.0',
  '9007199254740993',
  '%31x',
  '%D9%A1',
];

const answerTo = async (method: string, path: string, token?: string) => {
  const { status, body } = await call(server.url, method, path, { token });
  return [status, body.error?.code];
};

test('to a stranger an address with an odd id is 401 like any other, the socket too', async () => {
  const closed = operations.filter(({ path }) => !OPEN.test(path));
  expect(closed.length).toBeGreaterThan(35);
  for (const { method, path } of closed) {
    for (const id of ODD) {
      const odd = path.replace(/\{\w+\}/g, id);
      for (const asked of [odd, `${odd}?page=0&limit=x&user_ids=x&q=&version=0&since=x`]) {
        const said = [method, asked, ...(await answerTo(method, asked))];
        expect(said).toEqual([method, asked, 401, 'AUTH_001']);
      }
    }
  }
});

test('an id that is not spelled in plain digits names no row', async () => {
  const named = operations.filter(({ path }) => /\{(\w*_)?id\}/.test(path));
  expect(named.length).toBeGreaterThan(10);
  for (const { method, path } of named) {
    // Files and uploads have ids of another form.
    if (OPEN.test(path) || /^\/api\/v1\/(files|upload\/parts)\//.test(path)) continue;
    for (const id of ODD) {
      const token = path.startsWith('/ws/') ? undefined : alice.token;
      const query = path.startsWith('/ws/') ? `?token=${alice.token}` : '';
      const asked = path.replace(/\{emoji\}/, '%F0%9F%91%8D').replace(/\{\w+\}/g, id) + query;
      const { status } = await call(server.url, method, asked, { token });
      // A body is looked at before the id, and there is none here.
      const fits = method === 'GET' ? [422] : [415, 422];
      expect([method, asked, status, fits.includes(status)]).toEqual([method, asked, status, true]);
    }
  }
});

test('a path and a method are looked at before the token, with or without a slash at the end', async () => {
  for (const end of ['', '/']) {
    expect(await answerTo('GET', `/api/v1/nothing${end}`)).toEqual([404, 'REQUEST_003']);
    expect(await answerTo('PATCH', `/api/v1/friends${end}`)).toEqual([405, 'REQUEST_004']);
    expect(await answerTo('GET', `/api/v1/messages/1/read${end}`)).toEqual([405, 'REQUEST_004']);
    expect(await answerTo('GET', `/api/v1/friends${end}`)).toEqual([401, 'AUTH_001']);
    expect(await answerTo('GET', `/api/v1/friends${end}`, alice.token)).toEqual([200, undefined]);
  }
});

test('an address of a page that nobody meant is no fault either', async () => {
  for (const text of TEXTS) {
    for (const page of ['/', '/i/', '/assets/', '/docs/', '/metrics/', '/api/v1/', '//', '/ws/']) {
      const answer = await fetch(`${server.url}${page}${text}?${text}=${text}`);
      expect([page, text, answer.status < 500]).toEqual([page, text, true]);
    }
  }
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('an odd since or epoch in the address of a socket is a beginning like any other', async () => {
  for (const text of TEXTS) {
    using phone = await alice.connect(`&since=${text}&epoch=${text}&${text}=${text}&since=1`);
    const { data } = await phone.event('hello');
    expect([text, data.user_id, data.resumed]).toEqual([text, alice.id, false]);
  }
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
