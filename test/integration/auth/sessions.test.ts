// Sessions that end when they should, tickets, and space.
import { expect, test } from 'bun:test';
import { session_idle_ms } from '../../../src/protocol/limits';
import { startHousekeeping } from '../../../src/server/housekeeping';
import { call, connect, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

test('sessions are listed to their owner, and ended by him alone, with their sockets', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const phone = await login(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  using device = await phone.connect();
  const { data } = (await alice.get('/auth/sessions')).body;
  expect(data.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
  const path = `/auth/sessions/${data[1].id}`;
  expect((await mallory.delete(path)).status).toBe(404);
  expect((await phone.get('/friends')).status).toBe(200);
  expect((await alice.delete(path)).status).toBe(200);
  expect(await device.closed).toBe(4401);
  expect((await phone.get('/friends')).body.error.code).toBe('AUTH_001');
  expect((await alice.get('/auth/sessions')).body.data).toHaveLength(1);
});

test('a ticket opens one socket, of its owner, once', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  const issued = (await alice.post('/auth/ws-ticket')).body.data;
  expect(issued.expires_in).toBe(30);
  using device = await connect(server.url, alice.id, issued.ticket);
  expect((await device.event('hello')).data.user_id).toBe(alice.id);
  const again = await call(server.url, 'GET', `/ws/${alice.id}?token=${issued.ticket}`);
  expect([again.status, again.body.error.code]).toEqual([401, 'AUTH_001']);
  const { ticket } = (await alice.post('/auth/ws-ticket')).body.data;
  const foreign = await call(server.url, 'GET', `/ws/${mallory.id}?token=${ticket}`);
  expect([foreign.status, foreign.body.error.code]).toEqual([403, 'AUTH_004']);
});

test('a ticket is worth nothing once its session is over', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const phone = await login(server.url, 'alice');
  const { ticket } = (await phone.post('/auth/ws-ticket')).body.data;
  await phone.post('/auth/logout');
  const late = await call(server.url, 'GET', `/ws/${phone.id}?token=${ticket}`);
  expect([late.status, late.body.error.code]).toEqual([401, 'AUTH_001']);
});

test('the quota holds in a race, and a refused upload leaves nothing', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '2K' });
  const { alice, bob } = await friends(server.url);
  const upload = () => {
    const form = new FormData();
    form.set('file', new File(['x'.repeat(900)], 'note.txt'));
    form.set('receiver_id', String(bob.id));
    return alice.post('/upload/file', form);
  };
  const answers = await Promise.all([upload(), upload(), upload(), upload()]);
  const refused = answers.filter(({ status }) => status === 403);
  expect(refused.map(({ body }) => body.error.code)).toEqual(['FILE_004', 'FILE_004']);
  expect((await alice.get('/user/storage')).body.data).toEqual({
    used: 1_800,
    quota: 2_048,
    files: 1_800,
    messages: 0,
    keys: 0,
  });
  expect((await bob.get('/user/storage')).body.data.used).toBe(0);
});

test('a session that nobody went on with for two weeks is over, with its sockets', async () => {
  let later_ms = 0;
  const clock = { now: () => Date.now() + later_ms };
  // With tokens that outlive it.
  await using server = await startServer({ CHAT8_TOKEN_TTL: '31536000' }, clock);
  const alice = await register(server.url, 'alice');
  using device = await alice.connect();
  await device.settled();
  later_ms = session_idle_ms + 1_000;
  const stop = startHousekeeping(server.world);
  expect(await device.closed).toBe(4401);
  expect((await alice.get('/friends')).body.error.code).toBe('AUTH_001');
  stop();
});
