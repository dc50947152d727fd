// What time brings to a call: it rings to its end, lasts a day at most, and waits for a device that
// went. The clock is the test's, but for one look at the real one.
import { expect, test } from 'bun:test';
import {
  accepted,
  ask,
  callScene,
  done,
  ended,
  entries,
  heard,
  invites,
  outcomes,
  refusal,
} from '../../support/calls/scene';
import { manualClock } from '../../support/clock';
import { eventually } from '../../support/timing';

const gone = (side: () => { device: unknown } | undefined) =>
  eventually(() => side()?.device === undefined);

test('a call that nobody accepts ends after 45 s, and not before', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alicePhone, bobPhone, bobTablet, alice, bob } = it;
  const { call_id } = await it.rings();
  clock.advance(44_999);
  await Bun.sleep(450);
  await it.settled();
  expect(heard(bobPhone, call_id)).toEqual(['voice_call_invite']);
  clock.advance(1);
  for (const socket of [alicePhone, bobPhone, bobTablet]) {
    expect(await ended(socket, call_id)).toBe('timeout');
  }
  expect(await refusal(bobPhone, 'call_accept', { call_id })).toBe('CALL_001');
  expect(await outcomes(alice, bob)).toEqual(['missed']);
});

test('a running call lasts a day, and no longer', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alicePhone, bobPhone, alice, bob } = it;
  const { call_id } = await it.runs();
  clock.advance(24 * 3_600_000 - 1);
  await done(bobPhone, 'call_signal', { call_id, payload: 'still here' });
  clock.advance(1);
  for (const socket of [alicePhone, bobPhone]) expect(await ended(socket, call_id)).toBe('hangup');
  expect((await entries(alice, bob))[0]?.call).toMatchObject({
    outcome: 'answered',
    duration_s: 86_400,
  });
});

test('a device that went may come back within 20 s, and hears what waited', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alice, bob, alicePhone, bobPhone, bobAtTablet, atTablet } = it;
  const { call_id, callee_token, device_token, device } = await it.runs('video');
  const live = () => it.server.world.liveCalls.get(call_id);
  bobPhone.close();
  await gone(() => live()?.callee);
  for (let i = 0; i < 64; i += 1) await done(alicePhone, 'call_signal', { call_id, payload: i });
  const beyond = await ask(alicePhone, 'call_signal', { call_id, payload: 64 });
  expect(beyond.data).toMatchObject({ code: 'REQUEST_006', details: { retry_after_s: 1 } });
  clock.advance(19_999);
  const back = await it.opens(bob);
  const tablet = await it.opens(bobAtTablet);
  const rejoins = (device_token: string) => ['call_rejoin', { call_id, device_token }] as const;
  // Neither another session by the right token, nor the right session by another one.
  expect(await refusal(tablet, ...rejoins(callee_token))).toBe('CALL_001');
  expect(await refusal(back, ...rejoins(device_token))).toBe('CALL_001');
  expect(await refusal(back, 'call_signal', { call_id, payload: 1 })).toBe('CALL_001');
  expect(await done(back, ...rejoins(callee_token))).toEqual({
    call_id,
    kind: 'video',
    state: 'accepted',
    device,
  });
  await back.settled();
  expect(
    back.frames.filter(({ type }) => type === 'call_signal').map(({ data }) => data.payload),
  ).toEqual(Array.from({ length: 64 }, (_, i) => i));
  expect((await alicePhone.event('call_rejoined')).data).toEqual({ call_id, user_id: bob.id });
  await done(back, 'call_signal', { call_id, payload: 'answer' });
  // In place of a socket that is still open: that one has it no longer.
  const tab = await it.opens(alice);
  expect(await refusal(await it.opens(atTablet), ...rejoins(device_token))).toBe('CALL_001');
  expect(await done(tab, ...rejoins(device_token))).toMatchObject({ state: 'accepted' });
  expect(await ended(alicePhone, call_id)).toBe('answered_elsewhere');
  expect(await refusal(alicePhone, 'call_signal', { call_id, payload: 1 })).toBe('CALL_001');
  expect(await refusal(alicePhone, 'call_hangup', { call_id })).toBe('CALL_001');
  expect((await back.event('call_rejoined')).data).toEqual({ call_id, user_id: alice.id });
  // Closing the old one changes nothing.
  alicePhone.close();
  clock.advance(30_000);
  await Bun.sleep(450);
  await done(tab, 'call_hangup', { call_id });
  expect(await ended(back, call_id)).toBe('hangup');
  expect(await outcomes(alice, bob)).toEqual(['answered']);
});

test('a device that lost its socket before it heard that it has the call accepts again, and no other one does', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alice, bob, bobAtTablet, alicePhone, bobPhone } = it;
  const live = (call_id: string) => it.server.world.liveCalls.get(call_id);
  const { call_id, device } = await it.runs();
  bobPhone.close();
  await gone(() => live(call_id)?.callee);
  await done(alicePhone, 'call_signal', { call_id, payload: 'early' });
  clock.advance(19_999);
  const [tablet, back] = [await it.opens(bobAtTablet), await it.opens(bob)];
  expect(await refusal(tablet, 'call_accept', { call_id })).toBe('CALL_001');
  await done(back, 'call_accept', { call_id });
  const { data } = await accepted(back, call_id);
  expect(data).toEqual({ call_id, device, device_token: expect.any(String) });
  expect((await back.event('call_signal')).data.payload).toBe('early');
  expect((await alicePhone.event('call_rejoined')).data).toEqual({ call_id, user_id: bob.id });
  // Whoever is there is not replaced without a token.
  const tab = await it.opens(bob);
  expect(await refusal(tab, 'call_accept', { call_id })).toBe('CALL_001');
  await done(back, 'call_signal', { call_id, payload: 'answer' });
  back.close();
  await gone(() => live(call_id)?.callee);
  clock.advance(20_000);
  expect(await refusal(tab, 'call_accept', { call_id })).toBe('CALL_001');
  expect(await ended(alicePhone, call_id)).toBe('failed');
  expect(await outcomes(alice, bob)).toEqual(['answered']);
});

test('64 signals of the largest size wait, and come in their order', async () => {
  await using it = await callScene();
  const { bob, alicePhone, bobPhone } = it;
  const { call_id, callee_token: device_token } = await it.runs();
  bobPhone.close();
  await gone(() => it.server.world.liveCalls.get(call_id)?.callee);
  const payload = (i: number) => `${i}`.padEnd(64 * 1_024 - 2, 'x');
  const numbers = Array.from({ length: 64 }, (_, i) => i);
  for (const i of numbers) await done(alicePhone, 'call_signal', { call_id, payload: payload(i) });
  const back = await it.opens(bob);
  await done(back, 'call_rejoin', { call_id, device_token });
  await done(alicePhone, 'call_signal', { call_id, payload: 'last' });
  const signals = () => back.frames.filter(({ type }) => type === 'call_signal');
  await eventually(() => signals().length === 65);
  expect(signals().map(({ data }) => data.payload)).toEqual([...numbers.map(payload), 'last']);
  await done(back, 'call_hangup', { call_id });
});

test('a device that stays away for 20 s ends the call, which lasted until it went', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alice, bob, alicePhone, bobPhone } = it;
  const { call_id, callee_token: device_token } = await it.runs();
  clock.advance(61_000);
  bobPhone.close();
  await gone(() => it.server.world.liveCalls.get(call_id)?.callee);
  clock.advance(20_000);
  expect(await ended(alicePhone, call_id)).toBe('failed');
  const back = await it.opens(bob);
  expect(await refusal(back, 'call_rejoin', { call_id, device_token })).toBe('CALL_001');
  expect((await entries(alice, bob))[0]?.call).toMatchObject({
    outcome: 'answered',
    duration_s: 61,
  });
});

test('a caller that went while it rings may come back, and else the call fails', async () => {
  const clock = manualClock();
  await using it = await callScene({}, clock);
  const { alice, bob, alicePhone, bobPhone, bobTablet } = it;
  const { call_id, device_token } = await it.rings();
  alicePhone.close();
  await gone(() => it.server.world.liveCalls.get(call_id)?.caller);
  // Accepted meanwhile: the caller hears of it as it comes back.
  await done(bobPhone, 'call_accept', { call_id });
  const { device } = (await accepted(bobPhone, call_id)).data;
  await done(bobPhone, 'call_signal', { call_id, payload: 'early' });
  const back = await it.opens(alice);
  const rejoined = await done(back, 'call_rejoin', { call_id, device_token });
  expect(rejoined).toEqual({ call_id, kind: 'voice', state: 'accepted', device });
  expect((await back.event('call_signal')).data.payload).toBe('early');
  await done(back, 'call_hangup', { call_id });
  const second = await invites(back, bob);
  const tab = await it.opens(alice);
  expect(await done(tab, 'call_rejoin', second as never)).toMatchObject({ state: 'ringing' });
  expect(await ended(back, second.call_id)).toBe('answered_elsewhere');
  tab.close();
  await gone(() => it.server.world.liveCalls.get(second.call_id)?.caller);
  clock.advance(20_000);
  for (const socket of [bobPhone, bobTablet]) {
    expect(await ended(socket, second.call_id)).toBe('failed');
  }
  expect(await outcomes(bob, alice)).toEqual(['failed', 'answered']);
});

test('by the real clock it rings 45 s, and waits 20 s for a device', async () => {
  await using it = await callScene();
  await using other = await callScene();
  const began = Date.now();
  const ringing = await it.rings();
  const running = await other.runs();
  other.bobPhone.close();
  // At the latest by the measure of `eventually`: a busy machine makes no call longer.
  const next = (socket: typeof it.alicePhone, call_id: string, within_ms: number) =>
    eventually(
      () => heard(socket, call_id).some((each) => each.startsWith('call_ended')),
      within_ms,
    );
  await next(other.alicePhone, running.call_id, 25_000);
  const waited_ms = Date.now() - began;
  await next(it.bobPhone, ringing.call_id, 50_000 - waited_ms);
  const rang_ms = Date.now() - began;
  expect(await ended(other.alicePhone, running.call_id)).toBe('failed');
  expect(await ended(it.bobPhone, ringing.call_id)).toBe('timeout');
  expect([waited_ms >= 20_000, rang_ms >= 45_000]).toEqual([true, true]);
}, 300_000);
