// SIGKILL in the middle of calls: what rang rings, what ran goes on, and in the end each call has
// left one message.
import { expect, test } from 'bun:test';
import { accepted, ask, done, ended, type Invited, invites } from '../../support/calls/scene';
import { startExecutable } from '../../support/executable';
import { type Connection, call, connect, friends, type Person } from '../../support/person';
import { scratch } from '../../support/scratch';

const KILLS = Number(Bun.env.KILLS ?? 20);

const scene = async () => {
  const place = scratch();
  let server = await startExecutable({ dir: place.dir });
  const people = await friends(server.url);
  const { alice, bob } = people;
  const open = async () => ({
    alice: await connect(server.url, alice.id, alice.token),
    bob: await connect(server.url, bob.id, bob.token),
  });
  const at = { ...(await open()) };
  return {
    ...people,
    at,
    kill: () => server.stop('SIGKILL'),
    /** Both come back. */
    async restart() {
      server = await startExecutable({ dir: place.dir });
      Object.assign(at, await open());
      for (const socket of [at.alice, at.bob]) await socket.settled();
    },
    async left(me: Person, other: Person) {
      const path = `/api/v1/messages/${other.id}?limit=100`;
      const { body } = await call(server.url, 'GET', path, { token: me.token });
      return body.data.messages.map((message: { call: object }) => message.call);
    },
    async [Symbol.asyncDispose]() {
      await server.stop('SIGKILL');
      place[Symbol.dispose]();
    },
  };
};

const rejoins = (socket: Connection, call_id: string, device_token: unknown) =>
  ask(socket, 'call_rejoin', { call_id, device_token: String(device_token) });

test('a call outlives a kill while it rings and while it runs', async () => {
  await using it = await scene();
  const { alice, bob, at } = it;
  const { call_id, device_token } = await invites(at.alice, bob, 'video');
  await it.kill();
  await it.restart();
  expect((await at.bob.event('video_call_invite')).data.call_id).toBe(call_id);
  expect((await rejoins(at.alice, call_id, device_token)).data.state).toBe('ringing');
  await done(at.bob, 'call_accept', { call_id });
  const { device_token: theirs } = (await accepted(at.bob, call_id)).data;
  await accepted(at.alice, call_id);
  await it.kill();
  await it.restart();
  // It rings nowhere again.
  expect(at.bob.types()).not.toContain('video_call_invite');
  expect((await rejoins(at.alice, call_id, device_token)).data.state).toBe('accepted');
  await done(at.alice, 'call_signal', { call_id, payload: 'offer' });
  expect((await rejoins(at.bob, call_id, theirs)).data.state).toBe('accepted');
  expect((await at.bob.event('call_signal')).data.payload).toBe('offer');
  await done(at.bob, 'call_signal', { call_id, payload: 'answer' });
  await at.alice.event('call_signal');
  await done(at.alice, 'call_hangup', { call_id });
  expect(await ended(at.bob, call_id)).toBe('hangup');
  await it.kill();
  await it.restart();
  expect((await rejoins(at.alice, call_id, device_token)).data.code).toBe('CALL_001');
  const entry = { id: call_id, kind: 'video', outcome: 'answered', duration_s: expect.any(Number) };
  expect(await it.left(alice, bob)).toEqual([entry]);
  expect(await it.left(bob, alice)).toEqual([entry]);
}, 300_000);

interface Way {
  /** Whether it runs when the last frame is sent. */
  isRunning: boolean;
  by: 'alice' | 'bob';
  frame: string;
  outcome: string;
}

const WAYS: Way[] = [
  { isRunning: false, by: 'alice', frame: 'call_cancel', outcome: 'cancelled' },
  { isRunning: false, by: 'bob', frame: 'call_reject', outcome: 'rejected' },
  { isRunning: false, by: 'bob', frame: 'call_accept', outcome: 'answered' },
  { isRunning: true, by: 'alice', frame: 'call_hangup', outcome: 'answered' },
  { isRunning: true, by: 'bob', frame: 'call_hangup', outcome: 'answered' },
];

test(
  `${KILLS} kills while calls end: each has left one message, that of its end`,
  async () => {
    await using it = await scene();
    const { alice, bob, at } = it;
    const known = new Map<string, string[]>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const way = WAYS[kill % WAYS.length] as Way;
      const { call_id, device_token }: Invited = await invites(at.alice, bob);
      await at.bob.next((frame) => frame.data?.call_id === call_id);
      if (way.isRunning) {
        await done(at.bob, 'call_accept', { call_id });
        await accepted(at.alice, call_id);
      }
      at[way.by].send({ type: way.frame, id: call_id, data: { call_id } });
      await Bun.sleep(Math.random() * 4);
      const socket = at[way.by];
      await it.kill();
      await socket.closed;
      const isDone = socket.frames.some(({ type, id }) => type === 'ack' && id === call_id);
      await it.restart();
      // What was acknowledged is so; else it is as before, and ends now.
      const { type, data } = await rejoins(at.alice, call_id, device_token);
      const isLive = type === 'ack';
      if (isDone && way.frame !== 'call_accept') expect([way, isLive]).toEqual([way, false]);
      if (isDone && way.frame === 'call_accept') expect(data.state).toBe('accepted');
      const isRunning = data.state === 'accepted';
      if (isLive) await done(at.alice, isRunning ? 'call_hangup' : 'call_cancel', { call_id });
      if (!isLive) known.set(call_id, [way.outcome]);
      else known.set(call_id, [isRunning ? 'answered' : 'cancelled']);
    }
    const entries: { id: string; outcome: string }[] = await it.left(alice, bob);
    expect(await it.left(bob, alice)).toEqual(entries);
    expect(entries.map(({ id, outcome }) => [id, [outcome]]).reverse()).toEqual([...known]);
  },
  300_000 + KILLS * 5_000,
);
