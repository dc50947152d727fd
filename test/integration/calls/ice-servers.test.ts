// Which servers help browsers to find each other, and for whom.
import { expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import { isAvailable } from '../../support/available';
import { callScene, done } from '../../support/calls/scene';
import { manualClock } from '../../support/clock';
import { startCoturn } from '../../support/network/coturn';
import { allocate } from '../../support/network/turn-client';
import type { Person } from '../../support/person';

const iceServers = async (person: Person, call_id: string) => {
  const { status, body } = await person.get(`/calls/ice-servers?call_id=${call_id}`);
  return status === 200 ? body.data : [status, body.error.code];
};

/** Others' servers alone, behind the TLS front too. */
const TURN = {
  CHAT8_RELAY: 'off',
  CHAT8_TURN_URLS:
    'stun:stun.chat.example, turn:turn.chat.example:3478?transport=udp, turns:turn.chat.example:443',
  CHAT8_TURN_SECRET: 'a secret that two servers share',
};

test('only the two people of a call that rings or runs get them', async () => {
  await using it = await callScene(TURN);
  const { alice, bob, carol, mallory, alicePhone, bobPhone } = it;
  const refused = [404, 'CALL_001'];
  for (const isRunning of [false, true]) {
    const { call_id } = isRunning ? await it.runs() : await it.rings();
    const both = await Promise.all([iceServers(alice, call_id), iceServers(bob, call_id)]);
    for (const { expires_in } of both) expect(expires_in).toBe(86_400);
    for (const person of [carol, mallory])
      expect(await iceServers(person, call_id)).toEqual(refused);
    if (isRunning) await done(bobPhone, 'call_hangup', { call_id });
    else await done(alicePhone, 'call_cancel', { call_id });
    expect(await iceServers(alice, call_id)).toEqual(refused);
  }
  expect(await iceServers(alice, crypto.randomUUID())).toEqual(refused);
  expect(await iceServers(alice, '')).toEqual([422, 'REQUEST_002']);
  const { body } = await alice.get('/calls/ice-servers');
  expect(body.error.code).toBe('REQUEST_002');
});

test('their credentials are those of the TURN REST convention, for a day', async () => {
  const clock = manualClock();
  await using it = await callScene(TURN, clock);
  const { call_id } = await it.rings();
  const { ice_servers, expires_in } = await iceServers(it.bob, call_id);
  const username = `${Math.floor(clock.now() / 1_000) + 86_400}:${call_id}:${it.bob.id}`;
  const mac = createHmac('sha1', TURN.CHAT8_TURN_SECRET).update(username);
  expect(expires_in).toBe(86_400);
  expect(ice_servers).toEqual([
    { urls: ['stun:stun.chat.example'] },
    {
      urls: ['turn:turn.chat.example:3478?transport=udp', 'turns:turn.chat.example:443'],
      username,
      credential: mac.digest('base64'),
    },
  ]);
});

test('by default there is none, and no public server is named', async () => {
  await using it = await callScene({ CHAT8_RELAY: 'off' });
  const { call_id } = await it.rings();
  expect(await iceServers(it.alice, call_id)).toEqual({ ice_servers: [], expires_in: 86_400 });
});

test('a test call is one’s own, for two minutes, once in ten seconds, and makes nobody busy', async () => {
  const clock = manualClock();
  await using it = await callScene({ CHAT8_RATE_LIMIT: 'on', ...TURN }, clock);
  const { alice, bob, carol, mallory, alicePhone, bobPhone, bobTablet } = it;
  const alone = await alice.post('/calls/test');
  expect(alone.status).toBe(200);
  const { call_id } = alone.body.data;
  expect((await iceServers(alice, call_id)).ice_servers).toHaveLength(2);
  expect(await iceServers(bob, call_id)).toEqual([404, 'CALL_001']);
  const again = await alice.post('/calls/test', { user_id: bob.id });
  expect([again.status, again.body.error.code]).toEqual([429, 'REQUEST_006']);
  clock.advance(10_001);
  const asked = await alice.post('/calls/test', { user_id: bob.id });
  const test_id = asked.body.data.call_id;
  for (const socket of [bobPhone, bobTablet]) {
    expect((await socket.event('call_test')).data).toEqual({ call_id: test_id, user_id: alice.id });
  }
  expect((await iceServers(bob, test_id)).ice_servers).toHaveLength(2);
  expect(await iceServers(carol, test_id)).toEqual([404, 'CALL_001']);
  // Their pages find each other by signals, like those of a call.
  await done(bobPhone, 'call_signal', { call_id: test_id, payload: 'offer' });
  expect((await alicePhone.event('call_signal')).data).toEqual({
    call_id: test_id,
    payload: 'offer',
  });
  for (const [person, code] of [
    [{ user_id: alice.id }, 'FRIEND_002'],
    [{ user_id: mallory.id }, 'FRIEND_001'],
    [{ user_id: 999 }, 'USER_001'],
    [{ user_id: 'bob' }, 'REQUEST_002'],
  ] as const) {
    expect((await alice.post('/calls/test', person)).body.error.code).toBe(code);
  }
  const real = await it.runs();
  await done(bobPhone, 'call_hangup', { call_id: real.call_id });
  clock.advance(120_000);
  expect(await iceServers(alice, test_id)).toEqual([404, 'CALL_001']);
  const { body } = await alice.get(`/messages/${bob.id}`);
  expect(body.data.messages).toHaveLength(1);
});

test.skipIf(!isAvailable('turnserver'))(
  'coturn gives an allocation for them, and none once they are altered or have run out',
  async () => {
    const secret = 'a secret that two servers share';
    await using coturn = await startCoturn(secret);
    const settings = {
      CHAT8_RELAY: 'off',
      CHAT8_TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`,
      CHAT8_TURN_SECRET: secret,
    };
    await using it = await callScene(settings);
    const { call_id } = await it.rings();
    const [issued] = (await iceServers(it.alice, call_id)).ice_servers;
    const { username, credential } = issued;
    const given = await allocate(coturn.port, { username, credential });
    expect(given).toEqual({ unproven: 401, code: 0, relayed_port: expect.any(Number) });
    expect(given.relayed_port).toBeGreaterThan(0);
    const [expiry, ...rest] = username.split(':');
    const altered = [
      { username: [Number(expiry) + 3_600, ...rest].join(':'), credential },
      { username: [expiry, call_id, it.bob.id].join(':'), credential },
      { username, credential: `${credential.slice(1)}=` },
      { username, credential: '' },
    ];
    for (const each of altered) {
      expect(await allocate(coturn.port, each)).toEqual({
        unproven: 401,
        code: 401,
        relayed_port: 0,
      });
    }
    // A server whose clock is more than a day behind gives what has run out.
    const late = manualClock(Date.now() - 86_400_000 - 5_000);
    await using earlier = await callScene(settings, late);
    const old = await earlier.rings();
    const [expired] = (await iceServers(earlier.alice, old.call_id)).ice_servers;
    expect((await allocate(coturn.port, expired)).code).toBe(401);
  },
  300_000,
);
