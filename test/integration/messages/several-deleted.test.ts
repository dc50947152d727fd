// Several messages deleted in one request: all of them, or none.
import { expect, test } from 'bun:test';
import { friends, register } from '../../support/person';
import { startServer } from '../../support/server';

test('own messages go for both and others are hidden from oneself, in one change', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using alices = await alice.connect();
  using bobs = await bob.connect();
  const own = await alice.says(bob, 'alice’s');
  const other = await bob.says(alice, 'bob’s');
  await bob.says(alice, 'stays');
  const ids = [own.id, other.id, own.id];
  const { status, body } = await alice.post('/messages/delete', { ids });
  expect([status, body.success]).toEqual([200, true]);
  const contents = async (who: typeof alice, friend: typeof alice) =>
    (await who.get(`/messages/${friend.id}`)).body.data.messages.map(
      ({ content }: { content: string }) => content,
    );
  expect(await contents(alice, bob)).toEqual(['stays']);
  expect(await contents(bob, alice)).toEqual(['stays', 'bob’s']);
  await Promise.all([alices.settled(), bobs.settled()]);
  const gone = (device: typeof alices) =>
    device.frames.filter(({ type }) => type === 'message_deleted').map(({ data }) => data);
  expect(gone(alices)).toEqual([
    { message_id: own.id, friend_id: bob.id },
    { message_id: other.id, friend_id: bob.id },
  ]);
  expect(gone(bobs)).toEqual([{ message_id: own.id, friend_id: alice.id }]);
});

test('if one of them may not be deleted, none is, and nobody hears of it', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const mallory = await register(server.url, 'mallory');
  using bobs = await bob.connect();
  const own = await alice.says(bob, 'alice’s');
  const gone = await alice.says(bob, 'gone');
  await alice.delete(`/messages/${gone.id}`);
  const before = bobs.frames.length;
  for (const [who, ids, status, code] of [
    [alice, [own.id, gone.id], 404, 'MESSAGE_001'],
    [alice, [own.id, 999], 404, 'MESSAGE_001'],
    [mallory, [own.id], 403, 'MESSAGE_002'],
    [alice, [], 422, 'REQUEST_002'],
    [alice, Array.from({ length: 101 }, () => own.id), 422, 'REQUEST_002'],
    [alice, [0], 422, 'REQUEST_002'],
    [alice, ['1'], 422, 'REQUEST_002'],
    [alice, null, 422, 'REQUEST_002'],
  ] as const) {
    const { status: answered, body } = await who.post('/messages/delete', { ids });
    expect([ids, answered, body.error.code]).toEqual([ids, status, code]);
  }
  await bobs.settled();
  expect(bobs.frames.slice(before).filter(({ type }) => type === 'message_deleted')).toEqual([]);
  expect((await bob.get(`/messages/${alice.id}`)).body.data.messages).toMatchObject([
    { id: own.id, content: 'alice’s' },
  ]);
});

test('a hundred at once count as one change of those that a person has', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'on' });
  const { alice, bob } = await friends(server.url);
  for (let round = 0; round < 2; round += 1) {
    const ids: number[] = [];
    for (let i = 0; i < 100; i += 1) ids.push((await alice.says(bob, `${round} ${i}`)).id);
    expect((await alice.post('/messages/delete', { ids })).status).toBe(200);
  }
  expect((await bob.get(`/messages/${alice.id}`)).body.data.pagination.total).toBe(0);
});
