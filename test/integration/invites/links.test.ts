// Following a link with an account, and the proofs that its two people hand each other.
import { expect, test } from 'bun:test';
import { day_ms } from '../../../src/protocol/limits';
import { manualClock } from '../../support/clock';
import type { Person } from '../../support/person';
import { befriend, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const A = 'A'.repeat(43);
const B = 'B'.repeat(43);
const C = 'C'.repeat(43);

const invite = async (person: Person, more: object = {}): Promise<string> =>
  (await person.post('/invites', more)).body.data.code;
const accept = async (person: Person, code: string) => {
  const { status, body } = await person.post(`/invites/${code}/accept`);
  return [status, body.error?.code];
};
const prove = async (person: Person, code: string, proof: object) => {
  const { status, body } = await person.post(`/invites/${code}/proof`, proof);
  return [status, body.error?.code];
};
const linkOf = async (person: Person, friend: Person) => {
  const { data } = (await person.get('/friends')).body;
  return data.find(({ id }: { id: number }) => id === friend.id)?.link;
};

test('who has an account follows a link and is a friend at once, with one use of it', async () => {
  await using server = await startServer();
  const [alice, bob, carol] = [
    await register(server.url, 'alice'),
    await register(server.url, 'bob'),
    await register(server.url, 'carol'),
  ];
  using device = await alice.connect();
  const code = await invite(alice);
  expect(await accept(alice, code)).toEqual([400, 'FRIEND_002']);
  expect(await accept(bob, code)).toEqual([200, undefined]);
  const told = (await device.event('friend_accepted')).data.friend;
  expect(told).toMatchObject({ id: bob.id, link: { code, key_id: null, proof: null } });
  expect(await linkOf(bob, alice)).toEqual({ code, key_id: null, proof: null });
  expect(await accept(bob, code)).toEqual([403, 'AUTH_005']);
  expect(await accept(carol, code)).toEqual([403, 'AUTH_005']);
  expect(await accept(carol, 'nonsense')).toEqual([403, 'AUTH_005']);
  const [row] = (await alice.get('/invites')).body.data;
  expect([row.used, row.used_by[0].user.username]).toEqual([1, 'bob']);
});

test('friends use nothing up, and whom the inviter blocked is told nothing', async () => {
  await using server = await startServer();
  const [alice, bob, mallory] = [
    await register(server.url, 'alice'),
    await register(server.url, 'bob'),
    await register(server.url, 'mallory'),
  ];
  const code = await invite(alice, { uses: 2 });
  await befriend(alice, bob);
  expect(await accept(bob, code)).toEqual([409, 'FRIEND_003']);
  await alice.put(`/friends/blocks/${mallory.id}`);
  expect(await accept(mallory, code)).toEqual([200, undefined]);
  expect((await mallory.get('/friends')).body.data).toEqual([]);
  expect((await alice.get('/invites')).body.data[0].used).toBe(0);
  // Friends by a request have no link.
  expect(await linkOf(bob, alice)).toBeNull();
});

test('requests that wait between the two are answered by it', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const bob = await register(server.url, 'bob');
  await bob.post('/friends/request', { user_id: alice.id });
  expect(await accept(bob, await invite(alice))).toEqual([200, undefined]);
  expect((await alice.get('/friends/requests')).body.data).toEqual([]);
});

test('each one’s proof is carried to the other one, once and unread', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const code = await invite(alice);
  const bob = await register(server.url, 'bob', { invite: code });
  const mallory = await register(server.url, 'mallory');
  using phone = await alice.connect();
  using tablet = await bob.connect();
  expect(await prove(bob, code, { key_id: B, proof: C })).toEqual([200, undefined]);
  expect((await phone.event('friend_proof')).data).toEqual({
    friend_id: bob.id,
    code,
    key_id: B,
    proof: C,
  });
  expect(await prove(bob, code, { key_id: B, proof: C })).toEqual([200, undefined]);
  expect(await prove(bob, code, { key_id: A, proof: C })).toEqual([409, 'ENCRYPT_003']);
  expect(await linkOf(alice, bob)).toEqual({ code, key_id: B, proof: C });
  expect(await linkOf(bob, alice)).toEqual({ code, key_id: null, proof: null });
  expect(await prove(alice, code, { guest_id: bob.id, key_id: A, proof: B })).toEqual([
    200,
    undefined,
  ]);
  expect((await tablet.event('friend_proof')).data).toMatchObject({
    friend_id: alice.id,
    key_id: A,
  });
  expect(await linkOf(bob, alice)).toEqual({ code, key_id: A, proof: B });
  // Nobody else speaks for either of them.
  const forged = { key_id: C, proof: C };
  expect(await prove(mallory, code, forged)).toEqual([404, 'REQUEST_003']);
  expect(await prove(mallory, code, { ...forged, guest_id: bob.id })).toEqual([404, 'REQUEST_003']);
  expect(await prove(alice, code, { ...forged, guest_id: mallory.id })).toEqual([
    404,
    'REQUEST_003',
  ]);
  expect(await prove(bob, 'other', forged)).toEqual([404, 'REQUEST_003']);
  for (const bad of [{ key_id: 'short', proof: C }, { key_id: B }, { key_id: B, proof: 'x' }]) {
    expect(await prove(bob, code, bad)).toEqual([422, 'REQUEST_002']);
  }
  await phone.settled();
  expect(phone.types().filter((type) => type === 'friend_proof')).toHaveLength(1);
});

test('a proof is taken until 90 days after the end of the link, and not after the friendship', async () => {
  const clock = manualClock();
  await using server = await startServer({}, clock);
  const alice = await register(server.url, 'alice');
  const code = await invite(alice, { expires_in: 60, uses: 2 });
  const bob = await register(server.url, 'bob', { invite: code });
  const carol = await register(server.url, 'carol', { invite: code });
  await alice.delete(`/friends/${carol.id}`);
  expect(await prove(carol, code, { key_id: B, proof: C })).toEqual([404, 'REQUEST_003']);
  clock.advance(60_000 + 90 * day_ms - 1_000);
  const late = await login(server.url, 'bob');
  await server.world.ledger.write(({ now }) => server.world.invites.sweep(now));
  expect(await prove(late, code, { key_id: B, proof: C })).toEqual([200, undefined]);
  clock.advance(2_000);
  expect(await prove(late, code, { key_id: B, proof: C })).toEqual([404, 'REQUEST_003']);
  expect(await linkOf(late, alice)).toBeNull();
  expect(bob.id).toBe(late.id);
});

test('reactions are told without the message, live and in a replay', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const bob = await register(server.url, 'bob');
  await befriend(alice, bob);
  const { id } = await alice.says(bob, 'A long text. '.repeat(100));
  using device = await alice.connect();
  const { epoch, seq } = (await device.event('hello')).data;
  await bob.put(`/messages/${id}/reactions/${encodeURIComponent('👍')}`);
  const data = {
    id,
    sender_id: alice.id,
    receiver_id: bob.id,
    reactions: [{ emoji: '👍', user_ids: [bob.id] }],
  };
  expect((await device.event('message_reaction')).data).toEqual(data);
  const { events } = (await alice.get(`/events?since=${seq}&epoch=${epoch}`)).body.data;
  expect(events.map((event: { type: string; data: object }) => [event.type, event.data])).toEqual([
    ['message_reaction', data],
  ]);
});
