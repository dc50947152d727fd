// The message that a call leaves: once, the server's word, and nobody's to change.
import { expect, test } from 'bun:test';
import { callScene, done, ended, entries, outcomes, refusal } from '../../support/calls/scene';
import { manualClock } from '../../support/clock';

test('each outcome has its words, and those that the callee missed are unread', async () => {
  const clock = manualClock();
  await using it = await callScene({ CHAT8_LANG: 'en' }, clock);
  const { alice, bob, carol, alicePhone, bobPhone, carolPhone } = it;
  const unread = async () =>
    (await bob.get('/conversations')).body.data.find(
      ({ friend }: { friend: { id: number } }) => friend.id === alice.id,
    )?.unread_count;
  const newest = async () => (await entries(bob, alice))[0];
  const answered = await it.runs('video');
  clock.advance(3_725_999);
  await done(bobPhone, 'call_hangup', { call_id: answered.call_id });
  const entry = {
    id: expect.any(Number),
    sender_id: alice.id,
    receiver_id: bob.id,
    content: 'A video call, 1:02:05',
    message_type: 'text',
    timestamp: new Date(clock.now()).toISOString(),
    is_read: true,
    read_at: new Date(clock.now()).toISOString(),
    is_encrypted: false,
    call: { id: answered.call_id, kind: 'video', outcome: 'answered', duration_s: 3_725 },
  };
  expect(await newest()).toEqual(entry);
  expect(await unread()).toBe(0);
  for (const socket of [alicePhone, it.aliceTablet, bobPhone, it.bobTablet]) {
    const told = await socket.event('call_entry');
    expect([told.data, typeof told.seq]).toEqual([entry, 'number']);
  }
  const rejected = await it.rings();
  await done(bobPhone, 'call_reject', { call_id: rejected.call_id });
  expect(await newest()).toMatchObject({ content: 'Declined voice call', is_read: true });
  expect(await unread()).toBe(0);
  const cancelled = await it.rings();
  await done(alicePhone, 'call_cancel', { call_id: cancelled.call_id });
  const shown = await newest();
  expect(shown).toMatchObject({ content: 'Cancelled voice call', is_read: false });
  expect(shown).not.toContainKey('read_at');
  expect(await unread()).toBe(1);
  const missed = await it.rings('video');
  expect(await refusal(carolPhone, 'voice_call_invite', { user_id: bob.id })).toBe('CALL_002');
  clock.advance(45_000);
  expect(await ended(alicePhone, missed.call_id)).toBe('timeout');
  expect(await newest()).toMatchObject({ content: 'Missed video call', is_read: false });
  expect(await unread()).toBe(2);
  expect((await entries(bob, carol))[0]).toMatchObject({
    sender_id: carol.id,
    content: 'Missed voice call (busy)',
    is_read: false,
  });
  await bob.put(`/conversations/${alice.id}/read`, { up_to: shown?.id });
  expect(await unread()).toBe(1);
  const last = await newest();
  await bob.put(`/messages/${last?.id}/read`);
  expect(await unread()).toBe(0);
  expect(await outcomes(alice, bob)).toEqual(['missed', 'cancelled', 'rejected', 'answered']);
});

test('its words are Chinese where the server’s language is', async () => {
  await using it = await callScene();
  const { bob, alice, bobPhone } = it;
  const { call_id } = await it.runs();
  await done(bobPhone, 'call_hangup', { call_id });
  expect((await entries(bob, alice))[0]?.content).toBe('语音通话，时长 0:00');
  const rejected = await it.rings('video');
  await done(bobPhone, 'call_reject', { call_id: rejected.call_id });
  expect((await entries(bob, alice))[0]?.content).toBe('已拒绝的视频通话');
});

test('nobody edits it, each hides it from oneself alone, and the search leaves it out', async () => {
  await using it = await callScene({ CHAT8_LANG: 'en' });
  const { alice, bob, alicePhone, bobPhone } = it;
  await alice.says(bob, 'a voice call would be nice');
  const { call_id } = await it.rings();
  await done(alicePhone, 'call_cancel', { call_id });
  const [{ id } = {}] = await entries(alice, bob);
  for (const person of [alice, bob]) {
    const edited = await person.put(`/messages/${id}`, { content: 'never' });
    expect([edited.status, edited.body.error.code]).toEqual([403, 'MESSAGE_002']);
    const { body } = await person.get('/messages/search?q=voice%20call');
    expect(body.data.messages.map(({ content }: { content: string }) => content)).toEqual([
      'a voice call would be nice',
    ]);
  }
  expect((await alice.delete(`/messages/${id}`)).status).toBe(200);
  const gone = await alicePhone.event('message_deleted');
  expect(gone.data).toEqual({ message_id: id, friend_id: bob.id });
  expect((await alice.delete(`/messages/${id}`)).body.error.code).toBe('MESSAGE_001');
  expect(await outcomes(alice, bob)).toEqual([]);
  expect(await outcomes(bob, alice)).toEqual(['cancelled']);
  await it.settled();
  expect(bobPhone.types()).not.toContain('message_deleted');
  // Once nobody has it any more, nothing of it is kept.
  expect((await bob.delete(`/messages/${id}`)).status).toBe(200);
  await bobPhone.event('message_deleted');
  expect(await outcomes(bob, alice)).toEqual([]);
  expect(it.server.world.messages.callOf(call_id)).toBeUndefined();
  const { body } = await bob.get(`/messages/${alice.id}`);
  expect(body.data.pagination.total).toBe(1);
});

test('a device that was away gets it with what it missed, as it is now', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, bobPhone, url } = it;
  const hello = await bobPhone.event('hello');
  const { epoch, seq } = hello.data;
  const first = await it.rings();
  await done(alicePhone, 'call_cancel', { call_id: first.call_id });
  const second = await it.rings();
  await done(alicePhone, 'call_cancel', { call_id: second.call_id });
  const [newest, oldest] = await entries(bob, alice);
  await bob.delete(`/messages/${oldest?.id}`);
  const path = `/events?since=${seq}&epoch=${epoch}`;
  const { body } = await bob.get(path);
  const types = (body.data.events as { type: string; data: { id?: unknown } }[]).map(
    ({ type, data }) => [type, data.id],
  );
  expect(types).toEqual([
    ['message_deleted', undefined],
    ['call_entry', newest?.id],
    ['message_deleted', undefined],
  ]);
  expect(body.data.events[1].data).toEqual(newest);
  using back = await bob.connect(`&since=${seq}&epoch=${epoch}`);
  await back.settled();
  expect(back.types().slice(1, 4)).toEqual(['message_deleted', 'call_entry', 'message_deleted']);
  const exported = await fetch(`${url}/api/v1/user/export`, {
    headers: { authorization: `Bearer ${bob.token}` },
  });
  const archive = Buffer.from(await exported.arrayBuffer()).toString('latin1');
  expect(archive).toContain(`"outcome":"cancelled"`);
  expect(archive).toContain(second.call_id);
  expect(archive).not.toContain(first.call_id);
});

test('what is older than the operator keeps goes for both, with its call', async () => {
  const clock = manualClock();
  await using it = await callScene({ CHAT8_RETENTION_DAYS: '1' }, clock);
  const { alice, bob, alicePhone, bobPhone } = it;
  const { call_id } = await it.rings();
  await done(alicePhone, 'call_cancel', { call_id });
  const { expireMessages } = await import('../../../src/features/messages/retention');
  clock.advance(25 * 3_600_000);
  while (await expireMessages(it.server.world, clock.now() - 24 * 3_600_000));
  await bobPhone.event('message_deleted');
  expect(await outcomes(bob, alice)).toEqual([]);
  expect(it.server.world.messages.callOf(call_id)).toBeUndefined();
});
