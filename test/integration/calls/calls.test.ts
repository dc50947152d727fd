// A call from its invitation to its end, as each device hears it.
import { expect, test } from 'bun:test';
import {
  about,
  accepted,
  ask,
  callScene,
  done,
  ended,
  heard,
  invites,
  outcomes,
  refusal,
} from '../../support/calls/scene';

test('a call rings on every device of the callee, and one accepts it', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, aliceTablet, bobPhone, bobTablet, carolPhone } = it;
  const { call_id, device_token } = await it.rings('video');
  expect(device_token).toMatch(/^[\w-]{43}$/);
  const invitation = { call_id, from_user_id: alice.id, from_username: 'alice', from_name: '' };
  for (const socket of [bobPhone, bobTablet]) {
    expect((await socket.event('video_call_invite')).data).toEqual(invitation);
  }
  const late = await it.opens(bob);
  expect((await late.event('video_call_invite')).data).toEqual(invitation);
  expect(late.types().slice(0, 2)).toEqual(['hello', 'video_call_invite']);
  await done(bobPhone, 'call_accept', { call_id });
  const mine = await accepted(bobPhone, call_id);
  const theirs = await accepted(alicePhone, call_id);
  const device = String(mine.data.device);
  expect(mine.data).toEqual({ call_id, device, device_token: expect.any(String) });
  expect(mine.data.device_token).not.toBe(device_token);
  expect(theirs.data).toEqual({ call_id, device });
  await it.settled();
  for (const socket of [bobTablet, late]) {
    expect(heard(socket, call_id)).toEqual(['video_call_invite', 'call_ended answered_elsewhere']);
  }
  for (const socket of [aliceTablet, carolPhone]) expect(heard(socket, call_id)).toEqual([]);
  // Who comes now was not called.
  const later = await it.opens(bob);
  await later.settled();
  expect(heard(later, call_id)).toEqual([]);
});

test('signals go from one device to the other as they are, and to nobody else', async () => {
  await using it = await callScene();
  const { alicePhone, aliceTablet, bobPhone, bobTablet } = it;
  const { call_id } = await it.runs();
  const payloads = [
    'c8e1.eyJ2IjoxfQ.AAAA',
    { sdp: 'v=0\r\n', candidates: [1.5, null, { __proto__x: 'é👍' }] },
    0,
    null,
    false,
    [],
    'x'.repeat(64 * 1_024 - 2),
  ];
  for (const payload of payloads) {
    await done(alicePhone, 'call_signal', { call_id, payload });
    await done(bobPhone, 'call_signal', { call_id, payload });
  }
  await it.settled();
  for (const socket of [alicePhone, bobPhone]) {
    const signals = socket.frames.filter(({ type }) => type === 'call_signal');
    expect(signals.map(({ data }) => data)).toEqual(
      payloads.map((payload) => ({ call_id, payload })),
    );
  }
  for (const socket of [aliceTablet, bobTablet]) {
    expect(heard(socket, call_id)).not.toContain('call_signal');
  }
  const large = { call_id, payload: 'x'.repeat(64 * 1_024 - 1) };
  expect(await refusal(alicePhone, 'call_signal', large)).toBe('REQUEST_002');
  expect(await refusal(alicePhone, 'call_signal', { call_id })).toBe('REQUEST_002');
  expect(await refusal(alicePhone, 'call_signal', { call_id: '', payload: 1 })).toBe('REQUEST_002');
  expect(await refusal(alicePhone, 'call_signal', { call_id: 5, payload: 1 })).toBe('REQUEST_002');
});

test('rejecting, taking back and hanging up end it for whoever has it, with one message', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, aliceTablet, bobPhone, bobTablet } = it;
  const rejected = await it.rings();
  await done(bobTablet, 'call_reject', { call_id: rejected.call_id });
  const cancelled = await it.rings('video');
  // By another device of the caller: the first one may be away.
  await done(aliceTablet, 'call_cancel', { call_id: cancelled.call_id });
  const answered = await it.runs();
  await done(bobPhone, 'call_hangup', { call_id: answered.call_id });
  await it.settled();
  expect(heard(alicePhone, rejected.call_id)).toEqual(['call_ended rejected']);
  expect(heard(alicePhone, cancelled.call_id)).toEqual(['call_ended cancelled']);
  expect(heard(alicePhone, answered.call_id)).toEqual(['call_accepted', 'call_ended hangup']);
  for (const socket of [bobPhone, bobTablet]) {
    expect(heard(socket, rejected.call_id)).toEqual(['voice_call_invite', 'call_ended rejected']);
    expect(heard(socket, cancelled.call_id)).toEqual(['video_call_invite', 'call_ended cancelled']);
  }
  expect(heard(bobPhone, answered.call_id)).toEqual([
    'voice_call_invite',
    'call_accepted',
    'call_ended hangup',
  ]);
  expect(heard(bobTablet, answered.call_id)).toEqual([
    'voice_call_invite',
    'call_ended answered_elsewhere',
  ]);
  expect(heard(aliceTablet, answered.call_id)).toEqual([]);
  const left = ['answered', 'cancelled', 'rejected'];
  expect(await outcomes(alice, bob)).toEqual(left);
  expect(await outcomes(bob, alice)).toEqual(left);
});

test('two people calling each other are in one call, that of the first', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, bobPhone, bobTablet } = it;
  const first = await it.rings('voice');
  const second = await invites(bobPhone, alice, 'video');
  expect(second.call_id).toBe(first.call_id);
  const mine = await accepted(bobPhone, first.call_id);
  expect(mine.data.device_token).toBe(second.device_token);
  await accepted(alicePhone, first.call_id);
  expect(await ended(bobTablet, first.call_id)).toBe('answered_elsewhere');
  // The ack comes first: a client knows its call before it hears of it.
  const ack = bobPhone.frames.findIndex(
    ({ type, data }) => type === 'ack' && 'device_token' in data,
  );
  expect(ack).toBeLessThan(bobPhone.frames.indexOf(mine));
  await done(alicePhone, 'call_signal', { call_id: first.call_id, payload: 'offer' });
  await bobPhone.event('call_signal');
  expect(alicePhone.types()).not.toContain('video_call_invite');
  await done(alicePhone, 'call_hangup', { call_id: first.call_id });
  expect(await outcomes(alice, bob)).toEqual(['answered']);
});

test('an invitation while one’s own still rings ends that one, and rings anew', async () => {
  await using it = await callScene();
  const { alice, bob, carol, alicePhone, aliceTablet, bobPhone, carolPhone } = it;
  const first = await it.rings();
  const again = await it.rings('video');
  const third = await invites(aliceTablet, carol);
  await carolPhone.event('voice_call_invite');
  for (const { call_id } of [first, again]) {
    expect(await ended(alicePhone, call_id)).toBe('cancelled');
    expect(await ended(bobPhone, call_id)).toBe('cancelled');
  }
  expect(await outcomes(bob, alice)).toEqual(['cancelled', 'cancelled']);
  expect(await outcomes(carol, alice)).toEqual([]);
  await done(carolPhone, 'call_accept', { call_id: third.call_id });
  await accepted(aliceTablet, third.call_id);
});

test('who is in a call, or rings with somebody else, is busy, and finds a missed call', async () => {
  await using it = await callScene();
  const { alice, bob, carol, alicePhone, aliceTablet, bobPhone, bobTablet, carolPhone } = it;
  const calls = (to: { id: number }) => ['voice_call_invite', { user_id: to.id }] as const;
  const { call_id } = await it.rings();
  // Both of a call that rings with a third person.
  expect(await refusal(carolPhone, ...calls(bob))).toBe('CALL_002');
  expect(await refusal(carolPhone, ...calls(alice))).toBe('CALL_002');
  await done(bobPhone, 'call_accept', { call_id });
  await accepted(alicePhone, call_id);
  expect(await refusal(carolPhone, ...calls(bob))).toBe('CALL_002');
  const entry = await bobTablet.event('call_entry');
  expect(entry.data).toMatchObject({
    sender_id: carol.id,
    receiver_id: bob.id,
    is_read: false,
    call: { kind: 'voice', outcome: 'busy', duration_s: 0 },
  });
  expect(await outcomes(bob, carol)).toEqual(['busy', 'busy']);
  expect(await outcomes(alice, carol)).toEqual(['busy']);
  // Who is in a call calls nobody else, from no device, and nobody hears of it.
  expect(await refusal(alicePhone, ...calls(carol))).toBe('CALL_002');
  expect(await refusal(aliceTablet, ...calls(carol))).toBe('CALL_002');
  expect(await refusal(bobTablet, ...calls(alice))).toBe('CALL_002');
  await it.settled();
  expect(carolPhone.types()).not.toContain('voice_call_invite');
  expect(await outcomes(alice, carol)).toEqual(['busy']);
});

test('who is called while calling somebody else has one call in the end', async () => {
  await using it = await callScene();
  const { alice, bob, carol, alicePhone, aliceTablet, bobPhone, carolPhone } = it;
  // Carol calls alice; alice calls bob meanwhile, which is allowed, and then takes carol's call.
  const carols = await invites(carolPhone, alice);
  await alicePhone.next(about(carols.call_id));
  const own = await it.rings();
  await done(aliceTablet, 'call_accept', { call_id: carols.call_id });
  expect(await ended(bobPhone, own.call_id)).toBe('cancelled');
  expect(await ended(alicePhone, own.call_id)).toBe('cancelled');
  expect(await refusal(bobPhone, 'call_accept', { call_id: own.call_id })).toBe('CALL_001');
  await done(aliceTablet, 'call_hangup', { call_id: carols.call_id });
  // The other way round: bob took hers, so carol's can't be taken while it lasts.
  const waiting = await invites(carolPhone, alice);
  const runs = await it.runs();
  const taking = ['call_accept', { call_id: waiting.call_id }] as const;
  expect(await refusal(aliceTablet, ...taking)).toBe('CALL_002');
  await done(alicePhone, 'call_hangup', { call_id: runs.call_id });
  await done(aliceTablet, ...taking);
  expect(await outcomes(alice, bob)).toEqual(['answered', 'cancelled']);
  expect(await outcomes(alice, carol)).toEqual(['answered']);
});

test('strangers, oneself and nobody can’t be called, and the refusals change nothing', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, bobPhone, malloryPhone } = it;
  const invite = 'voice_call_invite';
  expect(await refusal(malloryPhone, invite, { user_id: bob.id })).toBe('FRIEND_001');
  expect(await refusal(alicePhone, invite, { user_id: alice.id })).toBe('FRIEND_002');
  expect(await refusal(alicePhone, invite, { user_id: 999 })).toBe('USER_001');
  for (const user_id of [0, -1, 1.5, '2', null, undefined, [bob.id]]) {
    expect(await refusal(alicePhone, invite, { user_id })).toBe('REQUEST_002');
  }
  await it.settled();
  expect(bobPhone.types()).not.toContain(invite);
  expect((await ask(alicePhone, 'call_accept', { call_id: 'x' })).data.code).toBe('CALL_001');
});

test('a call that failed leaves its reason in the log, without a name, and is counted', async () => {
  await using it = await callScene();
  const { server, alicePhone, bobPhone, alice, bob } = it;
  const told = () => server.log.filter(({ message }) => message === 'a call failed');
  const failed = (id: string) => told().filter(({ fields }) => fields.call_id === id);
  for (const [said, reason] of [
    ['relay_silent', 'relay_silent'],
    ['lost', 'lost'],
    ['alice could not hear bob', 'other'],
    [{ toString: 1 }, 'other'],
  ] as const) {
    const { call_id } = await it.runs();
    await done(bobPhone, 'call_hangup', { call_id, failure: said });
    expect(await ended(alicePhone, call_id)).toBe('hangup');
    const [line, ...more] = failed(call_id);
    expect([line?.level, line?.fields.reason, more]).toEqual(['info', reason, []]);
    expect(JSON.stringify(line)).not.toMatch(/alice|bob/);
  }
  for (const failure of [undefined, null, '']) {
    const { call_id } = await it.runs();
    await done(alicePhone, 'call_hangup', { call_id, failure });
    expect(failed(call_id)).toEqual([]);
  }
  // The newest first: one that never connected is no answered call.
  const ends = await outcomes(alice, bob);
  expect(ends).toEqual([...Array.from({ length: 6 }, () => 'answered'), 'failed']);
  expect(server.world.callFailures.counts()).toEqual([
    ['relay_silent', 1],
    ['lost', 1],
    ['other', 2],
  ]);
});
