// What people keep to themselves: no answer, event or replay tells it to anybody else.
import { expect, test } from 'bun:test';
import { exportOf, ofType, scene, statusesOf } from '../../support/people/private';
import { befriend, register } from '../../support/person';

const OPEN = { last_seen: true, read_receipts: true, typing: true };

test('the switches are all on at first, shown to oneself, and told to own devices when they change', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  using phone = await bob.connect();
  using alices = await alice.connect();
  expect((await bob.get('/user/profile')).body.data.privacy).toEqual(OPEN);
  const changed = { ...OPEN, typing: false };
  expect(await it.set(bob, { typing: false })).toEqual(changed);
  expect(await it.set(bob, { typing: false, last_seen: true })).toEqual(changed);
  expect((await bob.get('/user/profile')).body.data.privacy).toEqual(changed);
  expect(await ofType(phone, 'privacy_changed')).toEqual([changed]);
  expect(await ofType(alices, 'privacy_changed')).toEqual([]);
  expect((await it.replayed(bob)).find(({ type }) => type === 'privacy_changed')?.data).toEqual(
    changed,
  );
  expect((await alice.get('/user/profile')).body.data.privacy).toEqual(OPEN);
  for (const bad of [{}, { last_seen: 'no' }, { typing: null }, { read_receipts: 0 }]) {
    const { status, body } = await bob.put('/user/privacy', bad);
    expect([status, body.error.code]).toEqual([422, 'REQUEST_002']);
  }
});

test('a change that is undone, by itself or with its neighbours, changes nothing that is let known', async () => {
  await using it = await scene();
  const { bob, server } = it;
  const { ledger, privacy } = server.world;
  const hidden = { last_seen: false, read_receipts: false, typing: false };
  const shown = async () => (await bob.get('/user/profile')).body.data.privacy;
  expect(await shown()).toEqual(OPEN);
  const undone = ledger.write(() => {
    privacy.set(bob.id, hidden);
    throw new Error('undone');
  });
  expect(await undone.catch(({ message }) => message)).toBe('undone');
  expect(await shown()).toEqual(OPEN);
  // What a neighbour that fails makes run again is kept.
  const kept = ledger.write(() => privacy.set(bob.id, { ...OPEN, typing: false }));
  const failing = ledger.write(() => {
    privacy.set(bob.id, hidden);
    throw new Error('undone');
  });
  expect(await failing.catch(({ message }) => message)).toBe('undone');
  await kept;
  expect(await shown()).toEqual({ ...OPEN, typing: false });
});

test('who hides when they were last seen is offline since the friendship began, wherever friends look', async () => {
  await using it = await scene();
  const { alice, bob, clock, began, server } = it;
  await bob.says(alice, 'hello');
  clock.advance(3_600_000);
  using alices = await alice.connect();
  const phone = await bob.connect();
  await alices.next(({ type, data }) => type === 'user_status' && data.user_id === bob.id);
  await it.set(bob, { last_seen: false });
  // One last word, and nothing of what comes later.
  expect(await statusesOf(alices, bob)).toEqual(['online', 'offline']);
  await bob.put('/user/status', { status: 'away' });
  await bob.put('/user/status', { status: 'online' });
  // To oneself one is there.
  expect((await bob.get('/user/profile')).body.data.status).toBe('online');
  expect(await statusesOf(phone, bob)).toEqual(['online', 'away', 'online']);
  phone.close();
  await phone.closed;
  using _ = await bob.connect();
  expect(await statusesOf(alices, bob)).toEqual(['online', 'offline']);
  const hidden = { id: bob.id, status: 'offline', last_seen: began };
  expect((await alice.get('/friends')).body.data).toMatchObject([hidden]);
  expect((await alice.get('/conversations')).body.data).toMatchObject([{ friend: hidden }]);
  const accepted = (await it.replayed(alice)).find(({ type }) => type === 'friend_accepted');
  expect(accepted?.data.friend).toMatchObject(hidden);
  const missed = await alice.get(`/events?since=0&epoch=${server.world.epoch}`);
  const logged = missed.body.data.events.find(
    ({ type }: { type: string }) => type === 'friend_accepted',
  );
  expect(logged.data.friend).toMatchObject(hidden);
  const exported = await exportOf(alice);
  expect(exported).toContain(`"last_seen": "${began}"`);
  expect(exported).not.toContain('"status": "online",\n    "last_seen"');
  // A new friend learns as little.
  const carol = await register(server.url, 'carol');
  using carols = await carol.connect();
  await befriend(carol, bob);
  const [told] = await ofType(carols, 'friend_accepted');
  expect(told?.friend).toMatchObject({
    id: bob.id,
    status: 'offline',
    last_seen: new Date(clock.now()).toISOString(),
  });
  // Shown again, friends see at once what is so.
  await it.set(bob, { last_seen: true });
  expect(await statusesOf(alices, bob)).toEqual(['online', 'offline', 'online']);
  expect((await alice.get('/friends')).body.data).toMatchObject([{ status: 'online' }]);
});

test('hiding while nobody sees one tells nothing', async () => {
  await using it = await scene();
  using alices = await it.alice.connect();
  await it.set(it.bob, { last_seen: false });
  await it.set(it.bob, { last_seen: true });
  expect(await statusesOf(alices, it.bob)).toEqual([]);
});

test('what reached a device of who hides is told with the reading, not before', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  await it.set(bob, { last_seen: false });
  using alices = await alice.connect();
  using bobs = await bob.connect();
  const receipts = () => ofType(alices, 'message_delivered', 'message_read');
  const first = await alice.says(bob, 'one');
  bobs.send({ type: 'delivered', id: 1, data: { friend_id: alice.id, up_to: first.id } });
  await bobs.next(({ id }) => id === 1);
  expect(await receipts()).toEqual([]);
  await bob.put(`/conversations/${alice.id}/read`, { up_to: first.id });
  const told = [
    { friend_id: bob.id, up_to: first.id },
    { friend_id: bob.id, up_to: first.id, reader_id: bob.id },
  ];
  expect(await receipts()).toMatchObject(told);
  // Nor is it told if the reading is not.
  await it.set(bob, { read_receipts: false });
  const second = await alice.says(bob, 'two');
  bobs.send({ type: 'delivered', id: 2, data: { friend_id: alice.id, up_to: second.id } });
  await bobs.next(({ id }) => id === 2);
  await bob.put(`/messages/${second.id}/read`);
  expect(await receipts()).toHaveLength(2);
  const replayed = (await it.replayed(alice)).filter(({ type }) => /_(delivered|read)$/.test(type));
  expect(replayed.map(({ data }) => data)).toMatchObject(told);
});

test('who keeps typing to themselves is seen typing by nobody', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  using alices = await alice.connect();
  using bobs = await bob.connect();
  const types = async (id: number, active: boolean) => {
    bobs.send({ type: 'typing', id, data: { friend_id: alice.id, active } });
    expect((await bobs.next((frame) => frame.id === id)).type).toBe('ack');
  };
  await types(1, true);
  await it.set(bob, { typing: false });
  await types(2, true);
  await types(3, false);
  expect(await ofType(alices, 'typing')).toEqual([{ user_id: bob.id, active: true }]);
  // It is no more refused than before: who is no friend is told so.
  const carol = await register(it.server.url, 'carol');
  bobs.send({ type: 'typing', id: 4, data: { friend_id: carol.id, active: true } });
  expect((await bobs.next(({ id }) => id === 4)).data.code).toBe('FRIEND_001');
});
