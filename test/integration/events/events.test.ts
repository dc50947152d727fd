// Who hears of what: each event of the table, on every device of everybody who is meant, with
// exactly its data, and on nobody else's.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { EVENTS } from '../../../src/realtime/schemas';
import { befriend, type Connection, type Person, register } from '../../support/person';
import { type Server, startServer } from '../../support/server';

/** Those that pass, and are missed by who is not there. */
const PASSING = /^(user_status|typing|(voice|video)_call_invite|call_ended)$/;

let server: Server;
let alice: Person;
let bob: Person;
let carol: Person;
let mallory: Person;
const devices = new Map<string, Connection>();

beforeAll(async () => {
  server = await startServer();
  [alice, bob, carol, mallory] = await Promise.all([
    register(server.url, 'alice'),
    register(server.url, 'bob'),
    register(server.url, 'carol'),
    register(server.url, 'mallory'),
  ]);
  await befriend(alice, bob);
  for (const person of [alice, bob, carol, mallory]) {
    for (const device of ['phone', 'tablet']) {
      devices.set(`${person.username}'s ${device}`, await person.connect());
    }
  }
});
afterAll(async () => {
  for (const device of devices.values()) device.close();
  await server[Symbol.asyncDispose]();
});

const phoneOf = ({ username }: Person): Connection => {
  const phone = devices.get(`${username}'s phone`);
  if (phone === undefined) throw new Error(`${username} has no phone`);
  return phone;
};

type Heard = Record<string, [string, unknown][]>;

/** What each device got by that, pongs aside; each frame fits the schema that /docs shows. */
const heardBy = async (act: () => unknown): Promise<Heard> => {
  for (const device of devices.values()) await device.settled();
  for (const device of devices.values()) device.frames.length = 0;
  await act();
  for (const device of devices.values()) await device.settled();
  const heard: Heard = {};
  for (const [name, { frames }] of devices) {
    const events = frames.filter(({ type }) => type !== 'pong');
    for (const { type, data, seq, timestamp } of events) {
      const schema = EVENTS[type as keyof typeof EVENTS].data;
      expect([type, [...TypeCompiler.Compile(schema).Errors(data)]]).toEqual([type, []]);
      const isPassing = PASSING.test(type);
      if (type !== 'ack') expect([type, seq === undefined]).toEqual([type, isPassing]);
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    if (events.length > 0) heard[name] = events.map(({ type, data }) => [type, data]);
  }
  return heard;
};

/** Both devices of each, with these events. */
const both = (...told: [Person, ...[string, unknown][]][]): Heard =>
  Object.fromEntries(
    told.flatMap(([{ username }, ...events]) =>
      ['phone', 'tablet'].map((device) => [`${username}'s ${device}`, events]),
    ),
  );

const friend = ({ id, username }: Person) => ({
  friend: {
    ...{ id, username, display_name: '', avatar: '', status: 'online' },
    last_seen: expect.any(String),
    link: null,
  },
});

test('a request, its end, a friendship and its end', async () => {
  let request_id = 0;
  const ask = async () => {
    const { body } = await carol.post('/friends/request', { user_id: alice.id, message: 'hi' });
    request_id = body.data.request_id;
  };
  const asked = await heardBy(ask);
  const request = { from_user_id: carol.id, from_username: 'carol', from_name: '', message: 'hi' };
  expect(asked).toEqual(both([alice, ['friend_request', { request_id, ...request }]]));
  const closed = (outcome: string): [string, unknown] => [
    'friend_request_closed',
    { request_id, outcome },
  ];
  expect(await heardBy(() => carol.delete(`/friends/request/${request_id}`))).toEqual(
    both([alice, closed('cancelled')], [carol, closed('cancelled')]),
  );
  await ask();
  const handle = (action: string) => alice.put(`/friends/request/${request_id}`, { action });
  // Who asked is not told of a rejection.
  expect(await heardBy(() => handle('reject'))).toEqual(both([alice, closed('rejected')]));
  await ask();
  expect(await heardBy(() => handle('accept'))).toEqual(
    both(
      [alice, closed('accepted'), ['friend_accepted', friend(carol)]],
      [carol, closed('accepted'), ['friend_accepted', friend(alice)]],
    ),
  );
  expect(await heardBy(() => carol.delete(`/friends/${alice.id}`))).toEqual(
    both(
      [alice, ['friend_removed', { friend_id: carol.id }]],
      [carol, ['friend_removed', { friend_id: alice.id }]],
    ),
  );
});

test('a message, its ways and its end', async () => {
  const message = (id: unknown, more: object = {}) => ({
    id,
    sender_id: alice.id,
    receiver_id: bob.id,
    content: 'hello',
    message_type: 'text',
    timestamp: expect.any(String),
    is_read: false,
    is_encrypted: false,
    ...more,
  });
  let id = 0;
  const first = await heardBy(async () => {
    ({ id } = await alice.says(bob, 'hello'));
  });
  const arrives = (data: object): [string, unknown] => [
    'new_message',
    { ...data, sender_username: 'alice', sender_name: '' },
  ];
  expect(first).toEqual(both([alice, ['message_sent', message(id)]], [bob, arrives(message(id))]));
  const draft = { receiver_id: bob.id, content: 'hello', client_id: 'c' };
  const second = await heardBy(async () => {
    phoneOf(alice).send({ type: 'send_message', id: 1, data: draft });
    await phoneOf(alice).event('ack');
  });
  const sent = message(id + 1, { client_id: 'c' });
  expect(second).toEqual({
    ...both([bob, arrives(sent)]),
    "alice's phone": [['ack', sent]],
    "alice's tablet": [['message_sent', sent]],
  });
  const delivered = { type: 'delivered', data: { friend_id: alice.id, up_to: id } };
  expect(await heardBy(() => phoneOf(bob).send(delivered))).toEqual(
    both([alice, ['message_delivered', { friend_id: bob.id, up_to: id }]]),
  );
  const read = (marked: object) => {
    const data = { ...marked, reader_id: bob.id, read_at: expect.any(String) };
    return both(
      [alice, ['message_read', { ...data, friend_id: bob.id }]],
      [bob, ['message_read', { ...data, friend_id: alice.id }]],
    );
  };
  expect(await heardBy(() => bob.put(`/messages/${id}/read`))).toEqual(read({ message_ids: [id] }));
  expect(await heardBy(() => bob.put(`/messages/${id}/read`))).toEqual({});
  expect(
    await heardBy(() => bob.put(`/conversations/${alice.id}/read`, { up_to: id + 1 })),
  ).toEqual(read({ up_to: id + 1 }));
  const at = { is_read: true, read_at: expect.any(String) };
  const edited = message(id, { ...at, content: 'bye', edited_at: expect.any(String) });
  expect(await heardBy(() => alice.put(`/messages/${id}`, { content: 'bye' }))).toEqual(
    both([alice, ['message_edited', edited]], [bob, ['message_edited', edited]]),
  );
  const liked = {
    id,
    sender_id: alice.id,
    receiver_id: bob.id,
    reactions: [{ emoji: '👍', user_ids: [bob.id] }],
  };
  expect(await heardBy(() => bob.put(`/messages/${id}/reactions/${encodeURI('👍')}`))).toEqual(
    both([alice, ['message_reaction', liked]], [bob, ['message_reaction', liked]]),
  );
  const gone = (message_id: number, friend_id: number): [string, unknown] => [
    'message_deleted',
    { message_id, friend_id },
  ];
  expect(await heardBy(() => bob.delete(`/messages/${id}`))).toEqual(
    both([bob, gone(id, alice.id)]),
  );
  expect(await heardBy(() => alice.delete(`/messages/${id + 1}`))).toEqual(
    both([alice, gone(id + 1, bob.id)], [bob, gone(id + 1, alice.id)]),
  );
});

test('a profile, a key and a status go to friends and own devices, typing and calls to one friend', async () => {
  const told = (type: string, data: unknown) => both([alice, [type, data]], [bob, [type, data]]);
  const user_id = alice.id;
  expect(await heardBy(() => alice.put('/user/profile', { avatar: '/a.png' }))).toEqual(
    told('profile_updated', { user_id, username: 'alice', display_name: '', avatar: '/a.png' }),
  );
  expect(await heardBy(() => alice.put('/user/profile', { avatar: '/a.png' }))).toEqual({});
  expect(await heardBy(() => alice.put('/user/profile', { email: 'new@example.org' }))).toEqual({});
  const store = (vault: string) => () =>
    alice.post('/encryption/keys', { public_key: 'key', private_key_encrypted: vault });
  const written = (vault_version: number): [string, unknown] => [
    'vault_changed',
    { vault_version },
  ];
  const changed: [string, unknown] = ['key_changed', { user_id, key_id: null, version: 1 }];
  expect(await heardBy(store('1'))).toEqual(both([alice, written(1), changed], [bob, changed]));
  // Another vault of the same key is no other key.
  expect(await heardBy(store('2'))).toEqual(both([alice, written(2)]));
  expect(await heardBy(() => alice.put('/user/status', { status: 'away' }))).toEqual(
    told('user_status', { user_id, username: 'alice', status: 'away' }),
  );
  const typing = { type: 'typing', data: { friend_id: bob.id, active: true } };
  expect(await heardBy(() => phoneOf(alice).send(typing))).toEqual(
    both([bob, ['typing', { user_id, active: true }]]),
  );
});

test('a call rings, and leaves a message', async () => {
  const [phone, bobs] = [phoneOf(alice), phoneOf(bob)];
  for (const kind of ['voice', 'video']) {
    const type = `${kind}_call_invite`;
    const heard = await heardBy(async () => {
      phone.send({ type, data: { user_id: bob.id } });
      await phone.event('ack');
      await bobs.event(type);
    });
    const { call_id } = (await phone.event('ack')).data;
    const invitation = { call_id, from_user_id: alice.id, from_username: 'alice', from_name: '' };
    expect(heard).toEqual({
      ...both([bob, [type, invitation]]),
      "alice's phone": [['ack', { call_id, device_token: expect.any(String) }]],
    });
    const call = { id: call_id, kind, outcome: 'rejected', duration_s: 0 };
    const entry: [string, unknown] = ['call_entry', expect.objectContaining({ call })];
    const over: [string, unknown] = ['call_ended', { call_id, reason: 'rejected' }];
    const rejected = await heardBy(async () => {
      bobs.send({ type: 'call_reject', data: { call_id } });
      await phone.event('call_ended');
    });
    expect(rejected).toEqual({
      ...both([bob, entry, over], [alice, entry]),
      "alice's phone": [entry, over],
    });
  }
});
