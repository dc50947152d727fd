// Several messages deleted in one request: all of them, or none.
import { expect, test } from 'bun:test';
import { forgetLater } from '../../../src/features/messages/forget-texts';
import { manualClock } from '../../support/clock';
import { friends, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

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
  await bobs.settled();
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
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'on' }, manualClock());
  const { alice, bob } = await friends(server.url);
  for (let round = 0; round < 2; round += 1) {
    const ids: number[] = [];
    for (let i = 0; i < 100; i += 1) ids.push((await alice.says(bob, `${round} ${i}`)).id);
    expect((await alice.post('/messages/delete', { ids })).status).toBe(200);
  }
  expect((await bob.get(`/messages/${alice.id}`)).body.data.pagination.total).toBe(0);
});

/** Long texts that have all their words in common: the index takes longest to forget those. */
const longText = (i: number) => `text${i} ${'common words of many a letter '.repeat(1_200)}`;

test('many long texts are gone for everybody at once, and out of the search and the disk soon', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { ledger, messages, search } = server.world;
  const ids: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    ids.push((await alice.says(bob, longText(i), { client_id: `c${i}` })).id);
  }
  const found = async (q: string) =>
    (await bob.get(`/messages/search?q=${q}`)).body.data.messages.length;
  expect(await found('text5')).toBe(1);
  const before = ledger.counts().committed;
  expect((await alice.post('/messages/delete', { ids })).status).toBe(200);
  expect((await bob.get(`/messages/${alice.id}`)).body.data.messages).toEqual([]);
  expect(await found('text5')).toBe(0);
  // Sent again meanwhile, it is deleted and says nothing.
  const again = await alice.says(bob, longText(5), { client_id: 'c5' });
  expect(again).toMatchObject({ id: ids[5], content: '', deleted: true });
  await eventually(() => ids.every((id) => messages.byId(id)?.content === ''));
  expect(ledger.counts().committed - before).toBeGreaterThan(3);
  expect(await search.find(bob.id, 'common', undefined, 9_999, 10)).toEqual([]);
  expect((await alice.get('/user/storage')).body.data.messages).toBe(0);
});

test('what was left to forget when the server was killed goes with the next start', async () => {
  using place = scratch();
  const settings = { CHAT8_DATA_DIR: place.dir };
  const first = await startServer(settings);
  const { alice, bob } = await friends(first.url);
  const { id } = await alice.says(bob, longText(0));
  while (first.world.search.isBehind()) {
    await first.world.ledger.write(() => first.world.search.advance());
  }
  await first.world.ledger.write(({ now }) => {
    const row = first.world.messages.byId(id);
    if (row === undefined) throw new Error('there is no message');
    first.world.messages.erase(row, now, true);
    forgetLater(first.world, [id, 99]);
  });
  await first[Symbol.asyncDispose]();
  await using second = await startServer(settings);
  await eventually(() => second.world.messages.byId(id)?.content === '');
  expect(await second.world.search.find(bob.id, 'common', undefined, 9_999, 10)).toEqual([]);
});
