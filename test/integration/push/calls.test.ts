// Calls ring by push too, whatever is silenced but do not disturb.
import { expect, test } from 'bun:test';
import { pushRinging } from '../../../src/features/calls/ringing';
import { manualClock } from '../../support/clock';
import { device, pushesSettled, startPushService } from '../../support/network/push-service';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';

const scene = async () => {
  const service = startPushService();
  const clock = manualClock();
  const server = await startServer(service.settings, clock);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const caller = await alice.connect();
  return {
    service,
    clock,
    server,
    alice,
    bob,
    phone,
    async invites(kind: 'voice' | 'video') {
      const id = crypto.randomUUID();
      caller.send({ type: `${kind}_call_invite`, id, data: { user_id: bob.id } });
      const { data } = await caller.next((frame) => frame.id === id);
      return String(data.call_id);
    },
    idle: () => pushesSettled(server),
    async [Symbol.asyncDispose]() {
      caller.close();
      await server[Symbol.asyncDispose]();
      service[Symbol.dispose]();
    },
  };
};

test('an invitation rings by push as long as it rings, and its end replaces it', async () => {
  await using it = await scene();
  const { alice, bob, phone, server } = it;
  const call_id = await it.invites('video');
  const [push] = await phone.got(1);
  expect(push).toMatchObject({
    notification: { title: 'alice', body: 'Video call', tag: `call ${bob.id} ${call_id}` },
    chat8: { kind: 'call', to: bob.id, friend_id: alice.id, call_id },
  });
  expect(phone.raw()[0]?.headers.get('ttl')).toBe('45');
  const from = { id: alice.id, username: 'alice' };
  await it.idle();
  server.world.push.callOver({ to: bob.id, from, call_id });
  const [, over] = await phone.got(2);
  expect(over).toMatchObject({
    notification: { tag: `call ${bob.id} ${call_id}`, silent: true },
    chat8: { kind: 'over', call_id },
  });
  const [first, second] = phone.raw();
  expect(second?.headers.get('ttl')).toBe('300');
  expect(second?.headers.get('topic')).toBe(first?.headers.get('topic') ?? '');
  // Where it never rang there is no end to tell.
  server.world.push.callOver({ to: bob.id, from, call_id: crypto.randomUUID() });
  await it.idle();
  expect(phone.raw()).toHaveLength(2);
});

test('a call that rings is ended by push as do not disturb begins, and nothing is pushed from then on', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock, server } = it;
  const call_id = await it.invites('voice');
  await phone.got(1);
  await it.idle();
  const until = new Date(clock.now() + 60_000).toISOString();
  await bob.put('/push', { dnd_until: until });
  const [, over] = await phone.got(2);
  expect(over).toMatchObject({
    notification: { tag: `call ${bob.id} ${call_id}`, silent: true },
    chat8: { kind: 'over', call_id },
  });
  // It rings on for alice: neither that nor its end is pushed; nor is it ended twice.
  await it.idle();
  await bob.put('/push', { dnd_until: until });
  const live = server.world.liveCalls.get(call_id);
  if (live !== undefined) pushRinging(server.world, live);
  await it.idle();
  server.world.push.callOver({ to: bob.id, from: alice, call_id });
  await it.idle();
  expect(phone.raw()).toHaveLength(2);
  // It was ended a moment too early: there it rings again, and has its end.
  await bob.put('/push', { dnd_until: null });
  if (live !== undefined) pushRinging(server.world, live);
  const [, , again] = await phone.got(3);
  expect(again?.chat8).toMatchObject({ kind: 'call', call_id });
  await it.idle();
  server.world.push.callOver({ to: bob.id, from: alice, call_id });
  const [, , , end] = await phone.got(4);
  expect(end?.chat8).toMatchObject({ kind: 'over', call_id });
});

test('a silenced friend and calls only let it ring, do not disturb and a page that is seen do not', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock } = it;
  await bob.put(`/conversations/${alice.id}`, { muted_until: '2999-01-01T00:00:00Z' });
  await bob.put('/push', { calls_only: true });
  await it.invites('voice');
  const [push] = await phone.got(1);
  expect(push?.notification.body).toBe('Voice call');
  await it.idle();
  const until = new Date(clock.now() + 60_000).toISOString();
  await bob.put('/push', { dnd_until: until });
  await it.invites('voice');
  await it.idle();
  await bob.put('/push', { dnd_until: null });
  using page = await bob.connect();
  page.send({ type: 'visible', id: 1, data: { visible: true } });
  await page.next((frame) => frame.id === 1);
  await it.invites('voice');
  await page.event('voice_call_invite');
  await it.idle();
  // The first one was ended there as its person was not to be disturbed any more.
  expect(phone.pushes().map(({ chat8 }) => chat8.kind)).toEqual(['call', 'over']);
});
