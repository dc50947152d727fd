// Mallory asks for much at once and does not take it; alice, bob and mallory's own way out go on.
import { expect, test } from 'bun:test';
import {
  concurrent_requests_max,
  concurrent_transfers_max,
  content_bytes_max,
  MIB,
  queued_bodies_bytes_max,
  queued_requests_max,
  waiting_body_bytes_max,
} from '../../../src/protocol/limits';
import { open } from '../../support/network/wire';
import { call, friends, type Person } from '../../support/person';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const head = (who: Person, method: string, path: string, more: string[] = []) => [
  `${method} /api/v1${path} HTTP/1.1`,
  'Host: localhost',
  `Authorization: Bearer ${who.token}`,
  ...more,
];

/** A message whose last byte does not come until `finish`. */
const slowly = (from: Person, to: { id: number }) => {
  const body = JSON.stringify({ receiver_id: to.id, content: 'at last' });
  const more = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  const sent = open(from.url, head(from, 'POST', '/messages', more), body.slice(0, -1));
  return { ...sent, finish: () => sent.socket.write(body.slice(-1)) };
};

/** Once the server has looked at what was sent before. */
const settled = async (url: string) => {
  for (let i = 0; i < 3; i += 1) await call(url, 'GET', '/api/v1/auth/registration');
};

const isAnswered = async (answered: Promise<string>) => {
  const yet = await Promise.race([answered, Bun.sleep(100).then(() => 'not yet')]);
  return yet !== 'not yet';
};

const asks_max = 50;

/** A request that has to wait; asked for again where the server had not looked at all before it. */
const waiting = async (ask: () => ReturnType<typeof open>) => {
  for (let asked = 0; asked < asks_max; asked += 1) {
    const request = ask();
    if (!(await isAnswered(request.answered))) return request;
    request.socket.destroy();
  }
  throw new Error('it is answered each time');
};

test('eight requests of a person are at work, others wait for them, and logout and keys for nobody', async () => {
  await using server = await startServer();
  const { alice, bob: mallory } = await friends(server.url);
  const slow = Array.from({ length: concurrent_requests_max }, () => slowly(mallory, alice));
  const sessions = await waiting(() => open(server.url, head(mallory, 'GET', '/auth/sessions')));
  expect((await alice.get('/user/profile')).status).toBe(200);
  await alice.says(mallory, 'are you there?');
  expect((await mallory.get(`/encryption/public-key/${alice.id}`)).status).toBe(404);
  slow[0]?.finish();
  expect(await slow[0]?.answered).toContain('200');
  expect(await sessions.answered).toContain('200');
  const kept = slow.slice(1);
  const again = [slowly(mallory, alice)];
  await settled(server.url);
  expect((await mallory.post('/auth/logout')).status).toBe(200);
  // What was at work ends as it began; there is nobody to wait for any more.
  for (const each of [...kept, ...again]) {
    each.finish();
    await each.answered;
    each.socket.destroy();
  }
  slow[0]?.socket.destroy();
  sessions.socket.destroy();
}, 300_000);

test('behind the eight there is room for 64, and whoever comes then is refused, also without rate limits', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'off' });
  const { alice, bob: mallory } = await friends(server.url);
  const room = concurrent_requests_max + queued_requests_max;
  const all = Array.from({ length: room + 1 }, () => slowly(mallory, alice));
  // One is too many, whichever the server saw last.
  expect(await Promise.race(all.map(({ answered }) => answered))).toContain('429');
  const refused = await mallory.get('/user/profile');
  expect([refused.status, refused.body.error.code]).toEqual([429, 'REQUEST_006']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await alice.get('/user/profile')).status).toBe(200);
  // Uploads are counted apart.
  const form = new FormData();
  form.set('receiver_id', String(alice.id));
  form.set('file', new File(['tea'], 'tea.txt'));
  expect((await mallory.post('/upload/file', form)).status).toBe(201);
  for (const each of all) each.finish();
  const said = await Promise.all(all.map(({ answered }) => answered));
  expect(said.filter((line) => line.includes('200'))).toHaveLength(room);
  expect((await mallory.get('/user/profile')).status).toBe(200);
  for (const { socket } of all) socket.destroy();
  const page = await alice.get(`/messages/${mallory.id}?limit=100`);
  expect(page.body.data.messages).toHaveLength(room);
}, 300_000);

test('a large answer is streamed whole, and counts as at work until it is read', async () => {
  await using server = await startServer();
  const { alice, bob: mallory } = await friends(server.url);
  const content = '茶🍵'.repeat(Math.floor(content_bytes_max / 7));
  for (let i = 0; i < 100; i += 1) await mallory.says(alice, `${i} ${content}`.slice(0, -6));
  const path = `/messages/${mallory.id}?limit=100`;
  const page = await alice.get(path);
  expect(page.headers.get('content-type')).toBe('application/json;charset=utf-8');
  expect(page.headers.get('x-request-id')).toBeTruthy();
  expect(page.body.data.messages.map((each: { content: string }) => each.content)).toEqual(
    Array.from({ length: 100 }, (_, i) => `${99 - i} ${content}`.slice(0, -6)),
  );
  const unread = Array.from({ length: concurrent_requests_max }, () => {
    const reader = open(
      server.url,
      head(mallory, 'GET', path.replace(`${mallory.id}`, `${alice.id}`)),
    );
    reader.socket.pause();
    return reader;
  });
  const sessions = await waiting(() => open(server.url, head(mallory, 'GET', '/auth/sessions')));
  expect((await alice.get('/user/profile')).status).toBe(200);
  unread[0]?.socket.destroy();
  expect(await sessions.answered).toContain('200');
  for (const { socket } of [...unread, sessions]) socket.destroy();
}, 300_000);

/** An upload of 90 MiB of which a megabyte comes, and no more. */
const stuckUpload = (from: Person) => {
  const begin = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  const more = ['Content-Type: multipart/form-data; boundary=x', `Content-Length: ${90 * MIB}`];
  return open(from.url, head(from, 'POST', '/upload/file', more), begin.padEnd(MIB, 'x'));
};

test('uploads of a person wait up to 16 MiB of what came of them, and more are refused; others upload', async () => {
  await using server = await startServer();
  const { alice, bob: mallory } = await friends(server.url);
  const most = concurrent_transfers_max + queued_bodies_bytes_max / waiting_body_bytes_max;
  const stuck = Array.from({ length: most + 1 }, () => stuckUpload(mallory));
  const said: string[] = [];
  for (const { answered } of stuck) void answered.then((line) => said.push(line));
  // One is too many, whichever the server saw last.
  await eventually(() => said.length > 0);
  expect(said[0]).toContain('429');
  const form = new FormData();
  form.set('receiver_id', String(mallory.id));
  form.set('file', new File(['tea'], 'tea.txt'));
  expect((await alice.post('/upload/file', form)).status).toBe(201);
  // Mallory still reads, says and downloads nothing large, and gets her place when one goes.
  await mallory.says(alice, 'my uploads are stuck');
  expect(said).toHaveLength(1);
  for (const { socket } of stuck) socket.destroy();
  form.set('receiver_id', String(alice.id));
  await eventually(async () => (await mallory.post('/upload/file', form)).status === 201);
}, 300_000);

test('a file counts as work until it is read: sixteen that nobody reads keep the next one waiting, and nobody else', async () => {
  await using server = await startServer();
  const { alice, bob: mallory } = await friends(server.url);
  const form = new FormData();
  form.set('receiver_id', String(alice.id));
  // More than any socket takes on its way.
  form.set('file', new File([new Uint8Array(48 * MIB)], 'large.bin'));
  const { file_id } = (await mallory.post('/upload/file', form)).body.data;
  const unread = Array.from({ length: concurrent_transfers_max }, () => {
    const reader = open(server.url, head(mallory, 'GET', `/files/${file_id}`));
    reader.socket.pause();
    return reader;
  });
  const range = ['Range: bytes=0-9'];
  const next = await waiting(() =>
    open(server.url, head(mallory, 'GET', `/files/${file_id}`, range)),
  );
  const alices = await alice.get(`/files/${file_id}`, { range: 'bytes=0-9' });
  expect(alices.status).toBe(206);
  await mallory.says(alice, 'I read nothing');
  unread[0]?.socket.destroy();
  expect(await next.answered).toContain('206');
  for (const { socket } of [...unread, next]) socket.destroy();
  // One after the other, however many: each is done when it is read.
  for (let i = 0; i < 2 * concurrent_transfers_max; i += 1) {
    const again = await mallory.get(`/files/${file_id}`, { range: `bytes=${i}-${i}` });
    expect(again.status).toBe(206);
  }
}, 300_000);

test('a page by its number is whole at its largest, and what is deleted while it is read is left out', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  // Six bytes of JSON for each byte: 39 MB, more than sockets take on their way.
  const content = '\u0001'.repeat(content_bytes_max);
  const ids: number[] = [];
  while (ids.length < 100) {
    const some = await Promise.all(Array.from({ length: 10 }, () => alice.says(bob, content)));
    ids.push(...some.map(({ id }) => id));
  }
  ids.sort((one, other) => one - other);
  const path = `/messages/${alice.id}?limit=100`;
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${bob.token}` },
  });
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  // The oldest is the last of the page.
  expect((await alice.delete(`/messages/${ids[0]}`)).status).toBe(200);
  const pieces = [first?.value];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    pieces.push(value);
  }
  const page = JSON.parse(Buffer.concat(pieces.flatMap((piece) => piece ?? [])).toString());
  const shown = page.data.messages.map((each: { id: number }) => each.id);
  expect(shown).toEqual(ids.slice(1).reverse());
  expect(new Set(page.data.messages.map((each: { content: string }) => each.content)).size).toBe(1);
  expect(page.data.pagination).toMatchObject({
    page: 1,
    limit: 100,
    total: 100,
    next_before: null,
  });
}, 300_000);
