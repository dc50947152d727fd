// What ends a call beside its two people: sessions, blocks, friendships, accounts.
import { expect, test } from 'bun:test';
import {
  type CallScene,
  callScene,
  done,
  ended,
  entries,
  heard,
  invites,
  outcomes,
  refusal,
} from '../../support/calls/scene';
import { login } from '../../support/person';

type Act = (it: CallScene) => Promise<{ status: number }>;

const sessionOf = async ({ alice }: CallScene) => {
  const { body } = await alice.get('/auth/sessions');
  return body.data.find(({ current }: { current: boolean }) => current).id as number;
};

const ACTS: Record<string, Act> = {
  'the caller signs out': ({ alice }) => alice.post('/auth/logout'),
  'another device ends the caller’s session': async (it) =>
    it.atTablet.delete(`/auth/sessions/${await sessionOf(it)}`),
  'the caller’s password is changed elsewhere': ({ atTablet }) =>
    atTablet.put('/user/password', {
      current_password: 'alice likes tea',
      new_password: 'alice likes coffee',
      confirm_password: 'alice likes coffee',
    }),
  'the callee blocks the caller': ({ alice, bob }) => bob.put(`/friends/blocks/${alice.id}`),
  'the caller blocks the callee': ({ alice, bob }) => alice.put(`/friends/blocks/${bob.id}`),
  'the callee ends the friendship': ({ alice, bob }) => bob.delete(`/friends/${alice.id}`),
  'the caller ends the friendship': ({ alice, bob }) => alice.delete(`/friends/${bob.id}`),
};

test.each(Object.entries(ACTS))('a call ends if %s, ringing or running', async (_, act) => {
  for (const isRunning of [false, true]) {
    await using it = await callScene();
    const { alice, bob, alicePhone, bobPhone, bobTablet } = it;
    const { call_id } = isRunning ? await it.runs() : await it.rings();
    expect((await act(it)).status).toBe(200);
    for (const socket of [alicePhone, bobPhone]) {
      expect([isRunning, await ended(socket, call_id)]).toEqual([isRunning, 'ended']);
    }
    const signal = { call_id, payload: 'still there?' };
    expect(await refusal(bobPhone, 'call_signal', signal)).toBe('CALL_001');
    expect(await refusal(bobTablet, 'call_accept', { call_id })).toBe('CALL_001');
    const left = isRunning ? ['answered'] : ['failed'];
    expect(await outcomes(bob, alice)).toEqual(left);
    expect((await entries(bob, alice))[0]?.is_read).toBe(true);
    await bobTablet.settled();
    expect(heard(bobTablet, call_id)).toEqual([
      'voice_call_invite',
      isRunning ? 'call_ended answered_elsewhere' : 'call_ended ended',
    ]);
    expect([...it.server.world.liveCalls.all()]).toEqual([]);
  }
});

test('a call ends with the session of the callee’s device, and rings on without it', async () => {
  await using it = await callScene();
  const { alice, bob, bobAtTablet, alicePhone, bobTablet } = it;
  const running = await it.runs();
  expect((await bob.post('/auth/logout')).status).toBe(200);
  expect(await ended(alicePhone, running.call_id)).toBe('ended');
  // Another session of the callee is no part of it.
  const { call_id } = await invites(alicePhone, bob);
  const again = await login(it.url, 'bob');
  await again.post('/auth/logout');
  await done(bobTablet, 'call_accept', { call_id });
  await done(alicePhone, 'call_signal', { call_id, payload: 'hello' });
  await done(alicePhone, 'call_hangup', { call_id });
  expect(await outcomes(bobAtTablet, alice)).toEqual(['answered', 'answered']);
});

test('a session that the operator or its age ends takes its call along', async () => {
  await using it = await callScene();
  const { alice, bob, alicePhone, bobPhone, server } = it;
  const { endOtherSessions } = await import('../../../src/features/shared/end-sessions');
  const { call_id } = await it.runs();
  await server.world.ledger.write((job) => endOtherSessions(server.world, bob.id, 0, job));
  expect(await ended(alicePhone, call_id)).toBe('ended');
  expect(await ended(bobPhone, call_id)).toBe('ended');
  expect(await bobPhone.closed).toBe(4401);
  // Who has no session, like who has no device, rings out like any other.
  const ringing = await invites(alicePhone, bob);
  expect(ringing.call_id).toBeString();
  await done(alicePhone, 'call_cancel', { call_id: ringing.call_id });
  expect(await outcomes(alice, bob)).toEqual(['cancelled', 'answered']);
});

test('an account that is erased leaves no call, and the other one hears the end', async () => {
  for (const isRunning of [false, true]) {
    for (const leaver of ['alice', 'bob'] as const) {
      await using it = await callScene();
      const { alicePhone, bobPhone, bob, alice, server } = it;
      const ended_before = await it.rings();
      await done(alicePhone, 'call_cancel', { call_id: ended_before.call_id });
      const { call_id } = isRunning ? await it.runs() : await it.rings();
      const gone = it[leaver];
      const erased = await gone.delete('/user', { password: `${leaver} likes tea` });
      expect(erased.status).toBe(200);
      for (const socket of [alicePhone, bobPhone]) {
        expect(await ended(socket, call_id)).toBe('ended');
      }
      const stays = leaver === 'alice' ? bob : alice;
      const page = await stays.get(`/messages/${gone.id}`);
      expect(page.body.error.code).toBe('USER_001');
      const { calls, messages, liveCalls } = server.world;
      expect([...liveCalls.all()]).toEqual([]);
      expect([calls.live(call_id), messages.callOf(call_id)]).toEqual([undefined, undefined]);
      expect(messages.callOf(ended_before.call_id)).toBeUndefined();
      // And nothing of it is replayed.
      const { epoch } = (await (leaver === 'alice' ? bobPhone : alicePhone).event('hello')).data;
      const { body } = await stays.get(`/events?since=0&epoch=${epoch}&limit=1000`);
      expect(body.data.events.map(({ type }: { type: string }) => type)).not.toContain(
        'call_entry',
      );
      const socket = await it.opens(stays);
      expect(await refusal(socket, 'voice_call_invite', { user_id: it.carol.id })).toBe('ack');
    }
  }
});
