// Blocking: final for the one who blocks, and nothing to see for the other.
import { expect, test } from 'bun:test';
import { befriend, friends, register } from '../../support/person';
import { startServer } from '../../support/server';

test('whoever is blocked sees an ended friendship, and asks in vain without knowing', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using device = await alice.connect();
  using hers = await bob.connect();
  expect((await alice.put(`/friends/blocks/${bob.id}`)).status).toBe(200);
  expect((await alice.put(`/friends/blocks/${bob.id}`)).status).toBe(200);
  await hers.event('friend_removed');
  expect((await alice.get('/friends/blocks')).body.data).toMatchObject([
    { user: { id: bob.id, username: 'bob' } },
  ]);
  expect((await bob.get('/friends/blocks')).body.data).toEqual([]);
  const asked = await bob.post('/friends/request', { user_id: alice.id });
  expect(asked.status).toBe(201);
  const { request_id } = asked.body.data;
  const sent = (await bob.get('/friends/requests?direction=sent')).body.data;
  expect(sent).toMatchObject([{ request_id }]);
  expect((await bob.post('/friends/request', { user_id: alice.id })).status).toBe(409);
  expect((await alice.get('/friends/requests')).body.data).toEqual([]);
  const [found] = (await alice.get('/friends/search?q=bob')).body.data;
  expect(found.request).toBe('none');
  expect((await alice.put(`/friends/request/${request_id}`, { action: 'accept' })).status).toBe(
    404,
  );
  await device.settled();
  expect(device.types()).not.toContain('friend_request');
  expect((await bob.delete(`/friends/request/${request_id}`)).status).toBe(200);
  await device.settled();
  expect(device.types()).not.toContain('friend_request_closed');
});

test('a pending request of the one who is blocked stays pending for him alone', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  await mallory.post('/friends/request', { user_id: alice.id });
  await alice.put(`/friends/blocks/${mallory.id}`);
  expect((await alice.get('/friends/requests')).body.data).toEqual([]);
  expect((await mallory.get('/friends/requests?direction=sent')).body.data).toHaveLength(1);
  await alice.delete(`/friends/blocks/${mallory.id}`);
  expect((await alice.get('/friends/requests')).body.data).toEqual([]);
});

test('whoever is blocked learns of an erased account as everybody does', async () => {
  await using server = await startServer();
  const [alice, bob, mallory] = await Promise.all([
    register(server.url, 'alice'),
    register(server.url, 'bob'),
    register(server.url, 'mallory'),
  ]);
  await alice.put(`/friends/blocks/${mallory.id}`);
  await mallory.put(`/friends/blocks/${bob.id}`);
  const asked = await mallory.post('/friends/request', { user_id: alice.id });
  await bob.post('/friends/request', { user_id: mallory.id });
  using his = await mallory.connect();
  await alice.delete('/user', { password: alice.password });
  expect((await his.event('friend_request_closed')).data).toEqual({
    request_id: asked.body.data.request_id,
    outcome: 'cancelled',
  });
  await bob.delete('/user', { password: bob.password });
  await his.settled();
  expect(his.types().filter((type) => type === 'friend_request_closed')).toHaveLength(1);
});

test('an end of blocking lets them be friends again', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  await alice.put(`/friends/blocks/${bob.id}`);
  await alice.delete(`/friends/blocks/${bob.id}`);
  await befriend(bob, alice);
  expect((await alice.get('/friends')).body.data).toHaveLength(1);
});

test('nobody blocks oneself or a stranger to the server', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  expect((await alice.put(`/friends/blocks/${alice.id}`)).body.error.code).toBe('FRIEND_002');
  expect((await alice.put('/friends/blocks/99')).body.error.code).toBe('USER_001');
  expect((await alice.get('/friends/blocks')).body.data).toEqual([]);
});
