// Mallory does too much of everything, by every way at once; alice and bob notice nothing.

import { expect, test } from 'bun:test';
import { createRateLimiter } from '../../../src/http/rate-limit';
import { content_bytes_max, MIB } from '../../../src/protocol/limits';
import { kdfOf, newSalt } from '../../../src/values/kdf';
import { manualClock } from '../../support/clock';
import { type Connection, call, type Frame, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

/** Its clock stands still: on a slow machine a minute would be over before it is spent. */
const limited = (settings: Record<string, string> = {}) =>
  startServer({ CHAT8_RATE_LIMIT: 'on', ...settings }, manualClock());

let frames_sent = 0;

/** Sends the frames; gives what answers each of them. */
const answers = async (device: Connection, frames: object[]): Promise<Frame[]> => {
  const first = frames_sent;
  frames_sent += frames.length;
  for (const [i, frame] of frames.entries()) device.send({ ...frame, id: first + i });
  const found = new Map<unknown, Frame>();
  await device.next((frame) => {
    if (Number(frame.id) >= first) found.set(frame.id, frame);
    return found.size === frames.length;
  });
  return [...found.values()];
};

const codesOf = (found: Frame[]) => {
  const codes: Record<string, number> = {};
  for (const { type, data } of found) {
    const name = type === 'error' ? String(data.code) : type;
    codes[name] = (codes[name] ?? 0) + 1;
  }
  return codes;
};

test('1,200 messages a minute are one count for REST, sockets and sessions, and a repetition is none', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const again = await login(server.url, 'alice');
  using first = await alice.connect();
  using second = await again.connect();
  const draft = (i: number) => ({ receiver_id: bob.id, content: `${i}`, client_id: `c${i}` });
  const frames = (from: number) =>
    Array.from({ length: 600 }, (_, i) => ({ type: 'send_message', data: draft(from + i) }));
  const sent = [
    ...(await answers(first, frames(0))),
    // The same again from another device: found, and not counted.
    ...(await answers(second, frames(0))),
    ...(await answers(second, frames(600))),
  ];
  expect(codesOf(sent)).toEqual({ ack: 1_800 });
  const refused = await again.post('/messages', draft(1_200));
  expect([refused.status, refused.body.error.code]).toEqual([429, 'REQUEST_006']);
  const { retry_after_s } = refused.body.error.details;
  expect(retry_after_s).toBeGreaterThan(0);
  expect(retry_after_s).toBeLessThanOrEqual(60);
  expect(refused.headers.get('retry-after')).toBe(String(retry_after_s));
  const [onSocket] = await answers(first, [{ type: 'send_message', data: draft(1_201) }]);
  expect(onSocket?.data).toMatchObject({ code: 'REQUEST_006', details: { retry_after_s } });
  // What is on the disk is said again, also now; bob is not kept from answering.
  const repeated = await alice.post('/messages', draft(7));
  expect([repeated.status, repeated.body.data.content]).toEqual([200, '7']);
  await bob.says(alice, 'are you well?');
}, 300_000);

test('edits, reactions and deletions are 120 a minute together, tried in vain or not', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const { id } = await alice.says(bob, 'first');
  const edit = { content: 'second', client_id: 'e1' };
  expect((await alice.put(`/messages/${id}`, edit)).status).toBe(200);
  // Repeated it is found, and counts as nothing.
  for (let i = 0; i < 5; i += 1) {
    expect((await alice.put(`/messages/${id}`, edit)).status).toBe(200);
  }
  const emoji = encodeURIComponent('👍');
  for (let i = 0; i < 59; i += 1) {
    expect((await alice.put(`/messages/${id}/reactions/${emoji}`)).status).toBe(200);
    expect((await alice.delete(`/messages/${id}/reactions/${emoji}`)).status).toBe(200);
  }
  expect((await alice.delete('/messages/9999')).status).toBe(404);
  const refused = [
    await alice.put(`/messages/${id}`, { content: 'third', client_id: 'e2' }),
    await alice.put(`/messages/${id}/reactions/${emoji}`),
    await alice.delete(`/messages/${id}/reactions/${emoji}`),
    await alice.delete(`/messages/${id}`),
  ];
  expect(refused.map(({ status }) => status)).toEqual([429, 429, 429, 429]);
  expect((await alice.put(`/messages/${id}`, edit)).status).toBe(200);
  await alice.says(bob, 'a message is no change');
  expect((await bob.put(`/messages/${id}/reactions/${emoji}`)).status).toBe(200);
});

test('a long text in the clear counts once more for every 8 KiB when it is changed, a sealed one once', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const content = 'x'.repeat(content_bytes_max);
  const says = async (more: object = {}) => (await alice.says(bob, content, more)).id;
  const [one, two, sealed] = [await says(), await says(), await says({ is_encrypted: true })];
  const ids = Array.from({ length: 10 }, () => says());
  expect((await alice.delete(`/messages/${sealed}`)).status).toBe(200);
  expect((await alice.put(`/messages/${one}`, { content: 'short' })).status).toBe(200);
  expect((await alice.delete(`/messages/${two}`)).status).toBe(200);
  // Many together are no more than half a minute's.
  expect((await alice.post('/messages/delete', { ids: await Promise.all(ids) })).status).toBe(200);
  const left = 120 - 1 - 9 - 9 - 60;
  for (let i = 0; i < left; i += 1) await alice.delete('/messages/9999');
  expect((await alice.delete('/messages/9999')).status).toBe(429);
});

test('64 MiB of content a minute, edits included', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const content = 'x'.repeat(content_bytes_max);
  const { id } = await alice.says(bob, 'short');
  expect((await alice.put(`/messages/${id}`, { content })).status).toBe(200);
  const fits = (64 * MIB) / content_bytes_max - 2;
  using device = await alice.connect();
  const data = { receiver_id: bob.id, content };
  for (let i = 0; i < fits; i += 31) {
    const count = Math.min(31, fits - i);
    const sent = await answers(device, Array(count).fill({ type: 'send_message', data }));
    expect(codesOf(sent)).toEqual({ ack: count });
    device.frames.length = 0;
  }
  const refused = [
    await alice.post('/messages', data),
    await alice.put(`/messages/${id}`, { content }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([429, 429]);
  await alice.says(bob, 'what is left of the minute takes a short one');
}, 300_000);

test('ten invitations to a call a minute reach one friend, thirty all of them', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const others = await Promise.all(['carol', 'dave'].map((name) => register(server.url, name)));
  for (const other of others) {
    await other.post('/friends/request', { user_id: alice.id });
    await alice.post('/friends/request', { user_id: other.id });
  }
  using phone = await bob.connect();
  using first = await alice.connect();
  using second = await alice.connect();
  const invite = (to: { id: number }, kind = 'voice') => ({
    type: `${kind}_call_invite`,
    data: { user_id: to.id },
  });
  const rings = [
    ...(await answers(first, Array(6).fill(invite(bob)))),
    ...(await answers(second, Array(6).fill(invite(bob, 'video')))),
  ];
  expect(codesOf(rings)).toEqual({ ack: 10, REQUEST_006: 2 });
  const refused = rings.find(({ type }) => type === 'error');
  expect(refused?.data.details).toMatchObject({ retry_after_s: expect.any(Number) });
  await phone.settled();
  expect(phone.types().filter((type) => type.endsWith('_call_invite'))).toHaveLength(10);
  for (const other of others) {
    expect(codesOf(await answers(first, Array(10).fill(invite(other))))).toEqual({ ack: 10 });
  }
  const erin = await register(server.url, 'erin');
  await erin.post('/friends/request', { user_id: alice.id });
  await alice.post('/friends/request', { user_id: erin.id });
  expect(codesOf(await answers(second, [invite(erin)]))).toEqual({ REQUEST_006: 1 });
  // Bob has spent nothing; alice rings with somebody else just then.
  expect(codesOf(await answers(phone, [invite(alice)]))).toEqual({ CALL_002: 1 });
}, 300_000);

test('sixty people an hour register from one address', async () => {
  await using server = await limited({ CHAT8_TRUST_PROXY: '127.0.0.1' });
  const derived = Buffer.alloc(32, 1).toString('base64url');
  const kdf = kdfOf(newSalt());
  const join = (name: string, address: string) =>
    call(server.url, 'POST', '/api/v1/auth/register', {
      body: {
        username: name,
        email: `${name}@example.org`,
        password: derived,
        confirm_password: derived,
        kdf,
      },
      headers: { 'x-forwarded-for': address },
    });
  for (let i = 0; i < 60; i += 1) {
    expect((await join(`person${i}`, '198.51.100.9')).status).toBe(201);
  }
  const refused = await join('mallory', '198.51.100.9');
  expect([refused.status, refused.body.error.code]).toEqual([429, 'REQUEST_006']);
  expect((await join('alice', '192.0.2.1')).status).toBe(201);
}, 300_000);

test('a person who wrote without end for a minute may go on in the next', () => {
  let now = 0;
  const limiter = createRateLimiter({ now: () => now }, true);
  for (let i = 0; i < 1_200; i += 1) limiter.take('message', 'mallory');
  expect(() => limiter.take('message', 'mallory')).toThrow('tooManyRequests');
  limiter.take('message', 'alice');
  now += 60_001;
  limiter.take('message', 'mallory');
});

test('ten sockets of one person have one allowance of frames', async () => {
  await using server = await limited();
  const { alice, bob } = await friends(server.url);
  const sockets = await Promise.all(Array.from({ length: 10 }, () => alice.connect()));
  using phone = await bob.connect();
  const typing = { type: 'typing', data: { friend_id: bob.id, active: true } };
  for (let i = 0; i < 600; i += 1) for (const socket of sockets) socket.send(typing);
  expect(await Promise.race(sockets.map(({ closed }) => closed))).toBe(4429);
  await phone.settled();
  for (const socket of sockets) socket.close();
});
