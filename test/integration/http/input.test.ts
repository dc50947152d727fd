// Bad input: the documented refusal, in the envelope, and nothing of the inside.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { manualClock } from '../../support/clock';
import type { Person } from '../../support/person';
import { call, friends, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  ({ alice, bob } = await friends(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (body: string, type = 'application/json', token: string | undefined = alice.token) =>
  call(server.url, 'POST', '/api/v1/messages', { token, body, headers: { 'content-type': type } });

const codeOf = ({ body }: { body: { error?: { code: string } } }) => body.error?.code;

test('a stranger is met before his body, his body before its schema', async () => {
  const stranger = await call(server.url, 'POST', '/api/v1/messages', {
    body: '{',
    headers: { 'content-type': 'text/plain' },
  });
  expect([stranger.status, codeOf(stranger)]).toEqual([401, 'AUTH_001']);
  expect(codeOf(await send('{', 'text/plain'))).toBe('REQUEST_007');
  expect(codeOf(await send('{', 'application/json; charset=utf-16'))).toBe('REQUEST_007');
  expect(codeOf(await send('{}', 'application/json; charset="UTF-8"'))).toBe('REQUEST_002');
  expect(codeOf(await send('{'))).toBe('REQUEST_001');
  expect(codeOf(await send(`{"content":"${'x'.repeat(1_100_000)}"}`))).toBe('REQUEST_005');
  expect(codeOf(await send('\ufeffnull'))).toBeOneOf(['REQUEST_001', 'REQUEST_002']);
  expect(codeOf(await send('[]'))).toBe('REQUEST_002');
  expect(codeOf(await send('{}'))).toBe('REQUEST_002');
  expect(codeOf(await send('{"a":'.repeat(50_000)))).toBe('REQUEST_001');
});

test('a body that may be left out is JSON like any other once it is there', async () => {
  const test = (body: string, type?: string) => {
    const headers = type === undefined ? undefined : { 'content-type': type };
    return call(server.url, 'POST', '/api/v1/calls/test', { token: alice.token, body, headers });
  };
  for (const type of [undefined, 'application/json', 'text/plain']) {
    expect([type, (await test('', type)).status]).toEqual([type, 200]);
  }
  const friend = JSON.stringify({ user_id: bob.id });
  expect((await test(friend, 'application/json')).status).toBe(200);
  expect(codeOf(await test(friend, 'text/plain'))).toBe('REQUEST_007');
  expect(codeOf(await test(friend, 'application/json; charset=utf-16'))).toBe('REQUEST_007');
  expect(codeOf(await test('{', 'application/json'))).toBe('REQUEST_001');
  expect(codeOf(await test('null', 'application/json'))).toBe('REQUEST_002');
  expect(codeOf(await test('{"user_id":"\\u0000"}', 'application/json'))).toBe('REQUEST_002');
});

test('a field that does not fit is named, and never echoed', async () => {
  const answer = await alice.post('/messages', { receiver_id: 'secret-value', content: 5 });
  expect(answer.status).toBe(422);
  const paths = answer.body.error.details.fields.map(({ path }: { path: string }) => path);
  expect(paths.sort()).toEqual(['content', 'receiver_id']);
  expect(JSON.stringify(answer.body)).not.toContain('secret-value');
});

test('what does not fit is told its bounds, and not a pattern', async () => {
  const told = async (method: string, path: string, body?: object) => {
    const answer = await call(server.url, method, `/api/v1${path}`, { token: alice.token, body });
    return [answer.status, answer.body.error.details.fields];
  };
  const chat = `/messages/${bob.id}`;
  const asked: [string, string, object | undefined, string, string][] = [
    ['GET', `${chat}?limit=0`, undefined, 'limit', 'an integer from 1 to 1000, in plain digits'],
    ['GET', `${chat}?page=x`, undefined, 'page', 'an integer from 1, in plain digits'],
    ['GET', `/friends/search?q=${'x'.repeat(65)}`, undefined, 'q', '1 to 64 characters'],
    [
      ...(['GET', '/encryption/public-keys?user_ids=1,x', undefined, 'user_ids'] as const),
      '1 to 100 integers with commas between them',
    ],
    ['PUT', '/user/status', { status: 'x' }, 'status', '"online" or "offline" or "away"'],
    [
      ...(['PUT', `/conversations/${bob.id}`, { expires_in: 59 }, 'expires_in'] as const),
      'an integer from 60 to 31536000 or null',
    ],
  ];
  for (const [method, path, body, field, words] of asked) {
    const fields = [{ path: field, message: `Expected ${words}` }];
    expect([path, ...(await told(method, path, body))]).toEqual([path, 422, fields]);
  }
  using phone = await alice.connect();
  phone.send({ type: 'read', id: 'r', data: { up_to: 1 } });
  const { data } = await phone.next(({ id }) => id === 'r');
  const message = 'Expected {message_id} or {friend_id, up_to}';
  expect(data).toMatchObject({ details: { fields: [{ path: 'data', message }] } });
});

test('a text that no store would keep is refused by its place, a name like a value', async () => {
  const long = 'n'.repeat(10_000);
  for (const [body, path] of [
    ['{"receiver_id":1,"content":"a\\u0000"}', 'content'],
    ['{"more":{"list":[1,"\\ud800"]}}', 'more.list.1'],
    ['{"more":{"\\u0000":1}}', 'more'],
    ['{"\\udc00":1}', 'body'],
    ['["\\ud800"]', '0'],
    ['"\\ud800"', 'body'],
    [`{"${long}":"\\u0000"}`, 'body'],
  ]) {
    const { status, body: answer } = await send(body ?? '');
    const fields = answer.error.details.fields.map((field: { path: string }) => field.path);
    expect([body, status, codeOf({ body: answer }), fields]).toEqual([
      body,
      422,
      'REQUEST_002',
      [path],
    ]);
  }
});

test('contents of wrong size, blank, or broken are refused and none is stored', async () => {
  const total = async () => (await alice.get(`/messages/${bob.id}`)).body.data.pagination.total;
  const before = await total();
  const bad = ['', '  \n', 'x'.repeat(65_537), '界'.repeat(21_846)];
  for (const content of bad) {
    const answer = await alice.post('/messages', { receiver_id: bob.id, content });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'REQUEST_002']);
  }
  for (const content of ['a\\u0000b', '\\ud800']) {
    const answer = await send(`{"receiver_id":${bob.id},"content":"${content}"}`);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'REQUEST_002']);
  }
  expect(await total()).toBe(before);
  expect((await alice.says(bob, 'x'.repeat(65_536))).content).toHaveLength(65_536);
});

test('ids oddly spelled, zero, negative or beyond 2^53 name no row', async () => {
  for (const id of ['0x1', '1e0', '+1', '01', '0', '-1', '9007199254740993', '1.0', ' 1', '%31x']) {
    const answer = await alice.get(`/messages/${encodeURIComponent(id)}`);
    expect([404, 422]).toContain(answer.status);
  }
  for (const query of ['page=0', 'limit=0', 'limit=101', 'page=0x1', 'limit=1e1', 'page=-1']) {
    expect((await alice.get(`/messages/${bob.id}?${query}`)).status).toBe(422);
  }
  for (const query of ['limit=1001&before=9', 'limit=1000', 'limit=1000&page=1']) {
    expect((await alice.get(`/messages/${bob.id}?${query}`)).status).toBe(422);
  }
  expect((await alice.get(`/messages/${bob.id}?page=999999999`)).body.data.messages).toEqual([]);
});

test('unknown paths and methods, and every answer its headers', async () => {
  const unknown = await call(server.url, 'GET', '/api/v1/nothing');
  expect([unknown.status, codeOf(unknown)]).toEqual([404, 'REQUEST_003']);
  const method = await call(server.url, 'PATCH', '/api/v1/friends', { token: alice.token });
  expect([method.status, codeOf(method), method.headers.get('allow')]).toEqual([
    405,
    'REQUEST_004',
    'GET, HEAD',
  ]);
  for (const answer of [unknown, method, await alice.get('/user/profile')]) {
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
});

test('messages are Chinese by default, and English where that is preferred', async () => {
  const path = '/user/profile';
  expect((await alice.get(path)).body.message).toBe('操作成功');
  expect((await alice.get(path, { 'accept-language': 'en-GB,zh;q=0.5' })).body.message).toBe(
    'Done',
  );
});

test('frames that are bad get an error frame, and the socket lives', async () => {
  using phone = await alice.connect();
  const bad = ['{', '[]', '{"type":5}', '{"type":"constructor"}', '{"type":"voice_call_invite"}'];
  for (const frame of bad) phone.send(frame);
  phone.send({ type: 'voice_call_invite', id: 7, data: { user_id: alice.id } });
  const own = await phone.next(({ type, id }) => type === 'error' && id === 7);
  expect(own.data).toMatchObject({ code: 'FRIEND_002', details: {} });
  const broken = `{"type":"send_message","id":"b","data":{"receiver_id":${bob.id},"content":"\\ud800"}}`;
  for (const [id, frame] of [
    ['b', broken],
    ['t', '{"id":"t","type":5}'],
    ['n', '{"id":"n"}'],
  ]) {
    phone.send(frame ?? '');
    const refused = await phone.next((frame) => frame.type === 'error' && frame.id === id);
    expect(refused.data.code).toBe('REQUEST_002');
  }
  expect(phone.types().filter((type) => type === 'error')).toHaveLength(9);
  const longest = '👍'.repeat(64);
  for (const id of [longest, -1.5, 0, '']) {
    phone.send({ type: 'typing', id, data: { friend_id: bob.id, active: true } });
    expect((await phone.next((frame) => frame.id === id)).type).toBe('ack');
  }
  // What can't be given back as it came is no id, and nothing is done.
  for (const id of ['1e400', '-1e400', 'null', '[1]', JSON.stringify(`${longest}x`)]) {
    phone.send(`{"type":"voice_call_invite","id":${id},"data":{"user_id":${bob.id}}}`);
    await phone.settled();
    const last = phone.frames.findLast(({ type }) => type !== 'pong');
    expect([id, last?.type, last?.id]).toEqual([id, 'error', undefined]);
    expect(last?.data.details).toMatchObject({ fields: [{ path: 'id' }] });
  }
  using tablet = await bob.connect();
  phone.send({ type: 'video_call_invite', id: 'v', data: { user_id: bob.id } });
  const ack = await phone.next(({ type, id }) => type === 'ack' && id === 'v');
  expect((await tablet.event('video_call_invite')).data).toEqual({
    call_id: ack.data.call_id,
    from_user_id: alice.id,
    from_username: 'alice',
    from_name: '',
  });
});

test('a frame too large and a flood are closed with their codes', async () => {
  const large = await alice.connect();
  large.send(`{"type":"ping","data":"${'x'.repeat(140_000)}"}`);
  expect(await large.closed).toBe(1009);
  await using strict = await startServer({ CHAT8_RATE_LIMIT: 'on' }, manualClock());
  const eve = await register(strict.url, 'eve');
  const flood = await eve.connect();
  for (let i = 0; i < 9_000; i += 1) flood.send({ type: 'ping' });
  expect(await flood.closed).toBe(4429);
});

test('a socket whose session ends is closed, and the eleventh device makes room', async () => {
  const devices = [];
  for (let i = 0; i < 11; i += 1) devices.push(await bob.connect());
  expect(await devices[0]?.closed).toBe(4408);
  await devices[10]?.settled();
  for (const device of devices) device.close();
});

test('nothing of all this was a fault of the server', () => {
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
