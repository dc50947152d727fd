// Requests that meet: one wins, and nothing is half-done.
import { expect, test } from 'bun:test';
import { systemClock } from '../../../src/platform/clock';
import { createPasswords } from '../../../src/values/password';
import { call, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

test('of two acceptances one counts', async () => {
  await using server = await startServer();
  const [alice, bob] = [await register(server.url, 'alice'), await register(server.url, 'bob')];
  const { request_id } = (await alice.post('/friends/request', { user_id: bob.id })).body.data;
  const accept = () => bob.put(`/friends/request/${request_id}`, { action: 'accept' });
  const answers = await Promise.all([accept(), accept(), accept()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  expect((await alice.get('/friends')).body.data).toHaveLength(1);
});

test('two who ask each other at once are friends once', async () => {
  await using server = await startServer();
  const [alice, bob] = [await register(server.url, 'alice'), await register(server.url, 'bob')];
  await Promise.all([
    alice.post('/friends/request', { user_id: bob.id }),
    bob.post('/friends/request', { user_id: alice.id }),
  ]);
  expect((await alice.get('/friends')).body.data).toHaveLength(1);
  for (const each of [alice, bob]) {
    expect((await each.get('/friends/requests')).body.data).toEqual([]);
  }
});

test('a refresh that meets a change of the password outlives it nowhere', async () => {
  // Argon2 as users have it takes the time in which he refreshes.
  await using server = await startServer({}, systemClock, createPasswords());
  const alice = await register(server.url, 'alice');
  const thief = await login(server.url, 'alice');
  const change = alice.put('/user/password', {
    current_password: alice.password,
    new_password: 'now alice likes tea',
    confirm_password: 'now alice likes tea',
  });
  const tokens = [thief.token];
  let isOver = false;
  change.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const renewed = await thief.post('/auth/refresh');
    if (renewed.status === 200) tokens.push(renewed.body.data.access_token);
  }
  expect((await change).status).toBe(200);
  expect(tokens.length).toBeGreaterThan(1);
  for (const token of tokens) {
    expect((await call(server.url, 'GET', '/api/v1/friends', { token })).status).toBe(401);
  }
  expect((await alice.get('/friends')).status).toBe(200);
});

test('an erasure that meets a change of the password needs the new one', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const thief = await login(server.url, 'alice');
  const { passwords } = server.world;
  const derive = passwords.deriveAuth;
  const [begun, changed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  passwords.deriveAuth = async (...given) => {
    passwords.deriveAuth = derive;
    begun.resolve();
    await changed.promise;
    return derive(...given);
  };
  const erasing = thief.delete('/user', { password: alice.password });
  await begun.promise;
  const change = await alice.put('/user/password', {
    current_password: alice.password,
    new_password: 'now alice likes tea',
    confirm_password: 'now alice likes tea',
  });
  expect(change.status).toBe(200);
  changed.resolve();
  expect((await erasing).status).toBe(401);
  expect((await login(server.url, 'alice', 'now alice likes tea')).id).toBe(alice.id);
});

test('messages that meet the end of a friendship are stored or refused, each', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const send = (n: number) =>
    alice.post('/messages', { receiver_id: bob.id, content: `message ${n}` });
  const [ended, ...sent] = await Promise.all([
    bob.delete(`/friends/${alice.id}`),
    ...Array.from({ length: 20 }, (_, n) => send(n)),
  ]);
  expect(ended?.status).toBe(200);
  const stored = sent.filter(({ status }) => status === 200).length;
  expect(sent.filter(({ status }) => status === 404)).toHaveLength(20 - stored);
  expect((await bob.get(`/messages/${alice.id}`)).body.data.pagination.total).toBe(stored);
});
