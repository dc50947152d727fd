// How each of two people has their conversation: the other one is told none of it.
import { expect, test } from 'bun:test';
import { connect, type Frame, friends, type Person, register } from '../../support/person';
import { startServer } from '../../support/server';

const NONE = { muted_until: null, pinned: false, archived: false, unread: false, expires_in: null };

const scene = async () => {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startServer());
  const { alice, bob } = await friends(server.url);
  const [alices, bobs] = [opening.use(await alice.connect()), opening.use(await bob.connect())];
  const set = async (who: Person, other: Person, change: object) => {
    const { status, body } = await who.put(`/conversations/${other.id}`, change);
    expect([status, body.data?.friend_id]).toEqual([200, other.id]);
    return body.data;
  };
  const listed = async (who: Person) => (await who.get('/conversations')).body.data[0];
  const changes = (device: { frames: Frame[] }) =>
    device.frames.filter(({ type }) => type === 'conversation_changed').map(({ data }) => data);
  const opened = opening.move();
  return {
    ...{ server, alice, bob, alices, bobs, set, listed, changes },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

test('a conversation is pinned, archived and marked as unread for oneself alone', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  // Before anything was said it stands with the friend.
  expect(await it.set(bob, alice, { pinned: true })).toEqual({
    friend_id: alice.id,
    ...NONE,
    pinned: true,
  });
  expect((await bob.get('/friends')).body.data[0]).toMatchObject({ ...NONE, pinned: true });
  expect((await alice.get('/friends')).body.data[0]).toMatchObject(NONE);
  await alice.says(bob, 'tea?');
  await it.set(bob, alice, { archived: true, unread: true });
  const all = { ...NONE, pinned: true, archived: true, unread: true };
  expect(await it.listed(bob)).toMatchObject({ ...all, unread_count: 1 });
  expect(await it.listed(alice)).toMatchObject(NONE);
  await Promise.all([it.alices.settled(), it.bobs.settled()]);
  expect(it.changes(it.bobs)).toEqual([
    { friend_id: alice.id, ...NONE, pinned: true },
    { friend_id: alice.id, ...all },
  ]);
  expect(it.changes(it.alices)).toEqual([]);
  // The same again is no change.
  await it.set(bob, alice, { pinned: true, unread: true });
  await it.bobs.settled();
  expect(it.changes(it.bobs)).toHaveLength(2);
  for (const wrong of [{}, { pinned: 'yes' }, { archived: null }, { unread: 1 }]) {
    const { status, body } = await bob.put(`/conversations/${alice.id}`, wrong);
    expect([status, body.error.code]).toEqual([422, 'REQUEST_002']);
  }
});

test('a new message brings an archived conversation back on both sides, but a silent one', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  await it.set(alice, bob, { archived: true });
  await it.set(bob, alice, { archived: true });
  await alice.says(bob, 'one');
  for (const who of [alice, bob]) expect(await it.listed(who)).toMatchObject({ archived: false });
  await Promise.all([it.alices.settled(), it.bobs.settled()]);
  expect(it.changes(it.bobs).at(-1)).toMatchObject({ friend_id: alice.id, archived: false });
  expect(it.changes(it.alices).at(-1)).toMatchObject({ friend_id: bob.id, archived: false });
  await it.set(bob, alice, { archived: true, muted_until: '2999-01-01T00:00:00Z' });
  await alice.says(bob, 'two');
  expect(await it.listed(bob)).toMatchObject({ archived: true, unread_count: 2 });
  // A silence that is over silences nothing.
  await it.set(bob, alice, { muted_until: '2000-01-01T00:00:00Z' });
  await alice.says(bob, 'three');
  expect(await it.listed(bob)).toMatchObject({ archived: false, muted_until: null });
  // So does the message that a call leaves.
  await it.set(bob, alice, { archived: true });
  it.alices.send({ type: 'voice_call_invite', id: 1, data: { user_id: bob.id } });
  const { call_id } = (await it.alices.next(({ id }) => id === 1)).data;
  it.alices.send({ type: 'call_cancel', id: 2, data: { call_id } });
  await it.bobs.event('call_entry');
  expect(await it.listed(bob)).toMatchObject({ archived: false });
});

test('any reading takes the mark away: of one message, up to one, and of what is read already', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  const first = await alice.says(bob, 'one');
  const readings: (() => Promise<unknown>)[] = [
    () => bob.put(`/messages/${first.id}/read`),
    () => bob.put(`/messages/${first.id}/read`),
    () => bob.put(`/conversations/${alice.id}/read`, { up_to: first.id }),
    async () => {
      it.bobs.send({ type: 'read', id: 9, data: { friend_id: alice.id, up_to: first.id } });
      await it.bobs.next(({ id }) => id === 9);
    },
  ];
  for (const read of readings) {
    await it.set(bob, alice, { unread: true });
    await read();
    expect(await it.listed(bob)).toMatchObject({ unread: false, unread_count: 0 });
  }
  await it.bobs.settled();
  expect(it.changes(it.bobs)).toHaveLength(2 * readings.length);
  expect(it.changes(it.alices)).toEqual([]);
});

test('a device that comes back hears the settings, also of what an earlier build logged', async () => {
  await using it = await scene();
  const { alice, bob, server } = it;
  const { eventLog, ledger } = server.world;
  const since = eventLog.head(bob.id);
  await it.set(bob, alice, { pinned: true });
  await ledger.write(({ publish }) =>
    publish({
      ...{ to: bob.id, type: 'conversation_changed', durable: true, data: {} },
      detail: { friend_id: alice.id, muted_until: null },
    }),
  );
  using late = await connect(
    ...([server.url, bob.id, bob.token, `&since=${since}&epoch=${server.world.epoch}`] as const),
  );
  await late.settled();
  const expected = { friend_id: alice.id, ...NONE, pinned: true };
  expect(it.changes(late)).toEqual([expected, expected]);
});

test('a cleared conversation is hidden from oneself alone, and no reading of it is told', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  const old = await alice.says(bob, 'the first');
  await bob.put(`/messages/${old.id}/read`);
  await bob.says(alice, 'bob’s own');
  const last = await alice.says(bob, 'unread');
  await it.set(bob, alice, { unread: true, pinned: true });
  expect((await bob.delete(`/conversations/${alice.id}`)).status).toBe(200);
  expect((await bob.get(`/messages/${alice.id}`)).body.data).toMatchObject({
    messages: [],
    pagination: { total: 0 },
  });
  expect((await bob.get('/conversations')).body.data).toEqual([]);
  expect((await bob.get('/messages/search?q=first')).body.data.messages).toEqual([]);
  expect((await bob.get('/friends')).body.data[0]).toMatchObject({ unread: false, pinned: true });
  const hers = (await alice.get(`/messages/${bob.id}`)).body.data.messages;
  expect(hers.map(({ is_read }: { is_read: boolean }) => is_read)).toEqual([false, false, true]);
  await Promise.all([it.alices.settled(), it.bobs.settled()]);
  expect(it.changes(it.bobs).at(-1)).toEqual({
    ...{ friend_id: alice.id, ...NONE, pinned: true },
    cleared_up_to: last.id,
  });
  expect(it.bobs.types()).not.toContain('message_deleted');
  expect(it.changes(it.alices)).toEqual([]);
  // Again there is nothing to clear, and nobody hears of it.
  expect((await bob.delete(`/conversations/${alice.id}`)).status).toBe(200);
  await it.bobs.settled();
  expect(it.changes(it.bobs)).toHaveLength(2);
  // What comes later is there, and its reading says nothing of what was cleared.
  const next = await alice.says(bob, 'later');
  expect(await it.listed(bob)).toMatchObject({ unread_count: 1, last_message: { id: next.id } });
  await bob.put(`/conversations/${alice.id}/read`, { up_to: next.id });
  const told = await it.alices.next(({ data }) => data.reader_id === bob.id && !!data.message_ids);
  await it.alices.next(
    ({ type, data }) =>
      type === 'message_read' &&
      (data.message_ids as number[] | undefined)?.includes(next.id) === true,
  );
  expect(told.data.message_ids).toEqual([old.id]);
  expect(it.alices.frames.some(({ data }) => data?.up_to !== undefined)).toBe(false);
  const after = (await alice.get(`/messages/${bob.id}`)).body.data.messages;
  expect(
    after.map(({ content, is_read }: { content: string; is_read: boolean }) => [content, is_read]),
  ).toEqual([
    ['later', true],
    ['unread', false],
    ['bob’s own', false],
    ['the first', true],
  ]);
  // An unknown person, and somebody whom one never knew.
  const carol = await register(it.server.url, 'carol');
  for (const [id, status, code] of [
    [carol.id, 404, 'FRIEND_001'],
    [99, 404, 'USER_001'],
  ] as const) {
    const { status: answered, body } = await bob.delete(`/conversations/${id}`);
    expect([answered, body.error.code]).toEqual([status, code]);
  }
});

test('what neither sees any more is deleted, with its file and from the disk', async () => {
  await using it = await scene();
  const { alice, bob, server } = it;
  const form = new FormData();
  form.set('receiver_id', String(bob.id));
  form.set('file', new File(['a list'], 'list.txt'));
  const { file_id } = (await alice.post('/upload/file', form)).body.data;
  const { id } = await alice.says(bob, 'the list', { file_id, client_id: 'c1' });
  await bob.delete(`/conversations/${alice.id}`);
  expect((await alice.get(`/files/${file_id}`)).status).toBe(200);
  await alice.delete(`/conversations/${bob.id}`);
  expect((await alice.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
  expect(server.world.messages.byId(id)).toMatchObject({ content: '', file_id: null });
  expect((await alice.get('/user/storage')).body.data).toMatchObject({ files: 0, messages: 0 });
  const again = await alice.says(bob, 'the list', { file_id, client_id: 'c1' });
  expect(again).toMatchObject({ id, content: '', deleted: true });
});

test('a long conversation is cleared in several transactions, and told once', async () => {
  await using it = await scene();
  const { alice, bob, server } = it;
  const { ledger, messages, friends: store } = server.world;
  const contact = store.contact(alice.id, bob.id);
  if (contact === undefined) throw new Error('they are friends');
  const last_id = await ledger.write(({ now }) => {
    let id = 0;
    for (let i = 0; i < 2_500; i += 1) {
      id = messages.add({
        ...{ conversation_id: contact.conversation_id, sender_id: alice.id, receiver_id: bob.id },
        ...{ content: `${i}`, message_type: 'text', is_encrypted: false, client_id: null },
        ...{ file_id: null, reply_to: null, created_at: now, expires_at: null },
      });
    }
    return id;
  });
  const before = ledger.counts().committed;
  expect((await bob.delete(`/conversations/${alice.id}`)).status).toBe(200);
  expect(ledger.counts().committed - before).toBeGreaterThan(2);
  const side = store.contact(bob.id, alice.id);
  expect(side).toMatchObject({ total: 0, unread: 0 });
  await it.bobs.settled();
  expect(it.changes(it.bobs)).toEqual([{ friend_id: alice.id, ...NONE, cleared_up_to: last_id }]);
  expect((await alice.get(`/messages/${bob.id}`)).body.data.pagination.total).toBe(2_500);
});
