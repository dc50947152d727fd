// Mallory asks for much at once and does not take it; alice, bob and mallory's own way out go on.
import { expect, test } from 'bun:test';
import {
  concurrent_requests_max,
  content_bytes_max,
  queued_requests_max,
} from '../../../src/protocol/limits';
import { open } from '../../support/network/wire';
import { call, friends, type Person } from '../../support/person';
import { startServer } from '../../support/server';

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

/** Once the server has looked at all that was sent before. */
const settled = async (url: string) => {
  for (let i = 0; i < 3; i += 1) await call(url, 'GET', '/api/v1/auth/registration');
};

const isAnswered = async (answered: Promise<string>) => {
  const yet = await Promise.race([answered, Bun.sleep(100).then(() => 'not yet')]);
  return yet !== 'not yet';
};

test('eight requests of a person are at work, others wait for them, and logout and keys for nobody', async () => {
  await using server = await startServer();
  const { alice, bob: mallory } = await friends(server.url);
  const slow = Array.from({ length: concurrent_requests_max }, () => slowly(mallory, alice));
  await settled(server.url);
  const sessions = open(server.url, head(mallory, 'GET', '/auth/sessions'));
  expect(await isAnswered(sessions.answered)).toBe(false);
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
}, 30_000);

test('behind the eight there is room for 64, and whoever comes then is refused, also without rate limits', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'off' });
  const { alice, bob: mallory } = await friends(server.url);
  const all = Array.from({ length: concurrent_requests_max + queued_requests_max }, () =>
    slowly(mallory, alice),
  );
  await settled(server.url);
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
  for (const { answered } of all) expect(await answered).toContain('200');
  expect((await mallory.get('/user/profile')).status).toBe(200);
  for (const { socket } of all) socket.destroy();
  const page = await alice.get(`/messages/${mallory.id}?limit=100`);
  expect(page.body.data.messages).toHaveLength(all.length);
}, 30_000);

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
  await settled(server.url);
  const sessions = open(server.url, head(mallory, 'GET', '/auth/sessions'));
  expect(await isAnswered(sessions.answered)).toBe(false);
  expect((await alice.get('/user/profile')).status).toBe(200);
  unread[0]?.socket.destroy();
  expect(await sessions.answered).toContain('200');
  for (const { socket } of [...unread, sessions]) socket.destroy();
}, 60_000);
