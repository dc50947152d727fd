// A restart of the server in the middle of calls: what rang rings, what ran goes on.
import { expect, test } from 'bun:test';
import {
  accepted,
  callScene,
  done,
  ended,
  heard,
  invites,
  refusal,
} from '../../support/calls/scene';
import { manualClock } from '../../support/clock';
import { call, connect, type Person } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { soon } from '../../support/timing';

/** The same data under a new process, as far as a test can have it in its own. */
const restartable = async () => {
  const place = scratch();
  const clock = manualClock();
  const settings = { CHAT8_DATA_DIR: place.dir, CHAT8_TOKEN_TTL: '31536000' };
  const first = await callScene(settings, clock);
  return {
    ...first,
    clock,
    async restarts(down_ms = 0) {
      await first.server[Symbol.asyncDispose]();
      clock.advance(down_ms);
      const server = await startServer(settings, clock);
      const opens = ({ id, token }: Person) => connect(server.url, id, token);
      return { server, opens, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: async () => place[Symbol.dispose](),
  };
};

test('a running call goes on for devices that come back within 20 s of the start', async () => {
  await using it = await restartable();
  const { call_id, device_token, callee_token, device } = await it.runs('video');
  await using restarted = await it.restarts();
  const { server } = restarted;
  it.clock.advance(19_999);
  using alice = await restarted.opens(it.alice);
  using bob = await restarted.opens(it.bob);
  expect(await refusal(alice, 'call_signal', { call_id, payload: 1 })).toBe('CALL_001');
  const back = { call_id, kind: 'video', state: 'accepted', device };
  expect(await done(alice, 'call_rejoin', { call_id, device_token })).toEqual(back);
  // The other one is still away: it waits for that one.
  await done(alice, 'call_signal', { call_id, payload: 'offer' });
  expect(await done(bob, 'call_rejoin', { call_id, device_token: callee_token })).toEqual(back);
  expect((await bob.event('call_signal')).data.payload).toBe('offer');
  expect((await alice.event('call_rejoined')).data.user_id).toBe(it.bob.id);
  it.clock.advance(60_000);
  await Bun.sleep(450);
  await done(bob, 'call_hangup', { call_id });
  expect(await ended(alice, call_id)).toBe('hangup');
  expect([...server.world.liveCalls.all()]).toEqual([]);
});

test('a running call whose devices stay away ends once, as long as it was known to last', async () => {
  await using it = await restartable();
  const { call_id } = await it.runs();
  // Noted each minute.
  it.clock.advance(60_000);
  const { world } = it.server;
  const noted = () => world.calls.live(call_id)?.noted_at === it.clock.now();
  while (!noted()) await Bun.sleep(20);
  it.clock.advance(30_000);
  await using restarted = await it.restarts(2 * 86_400_000);
  const path = `/api/v1/messages/${it.bob.id}`;
  await soon(async () => {
    const { body } = await call(restarted.server.url, 'GET', path, { token: it.alice.token });
    expect(body.data.messages.map(({ call }: { call: object }) => call)).toEqual([
      { id: call_id, kind: 'voice', outcome: 'answered', duration_s: 60 },
    ]);
  });
});

test('a ringing call rings for 45 s from the start, for devices that come, if its caller does', async () => {
  await using it = await restartable();
  const { call_id, device_token } = await it.rings();
  it.clock.advance(40_000);
  await using restarted = await it.restarts();
  using bob = await restarted.opens(it.bob);
  expect((await bob.event('voice_call_invite')).data).toEqual({
    call_id,
    from_user_id: it.alice.id,
    from_username: 'alice',
    from_name: '',
  });
  using alice = await restarted.opens(it.alice);
  expect(await done(alice, 'call_rejoin', { call_id, device_token })).toEqual({
    call_id,
    kind: 'voice',
    state: 'ringing',
  });
  it.clock.advance(44_999);
  await Bun.sleep(450);
  await bob.settled();
  expect(heard(bob, call_id)).toEqual(['voice_call_invite']);
  it.clock.advance(1);
  expect(await ended(bob, call_id)).toBe('timeout');
  const second = await invites(alice, it.bob);
  await done(bob, 'call_accept', { call_id: second.call_id });
  await accepted(alice, second.call_id);
});

test('a ringing call whose caller does not come back fails after 20 s', async () => {
  await using it = await restartable();
  const { call_id } = await it.rings();
  await using restarted = await it.restarts();
  using bob = await restarted.opens(it.bob);
  await bob.event('voice_call_invite');
  it.clock.advance(20_000);
  expect(await ended(bob, call_id)).toBe('failed');
});
