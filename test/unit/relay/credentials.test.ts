// Whose credentials are good for what: the call has to live, and the person has to be its member.
import { expect, test } from 'bun:test';
import { TYPE } from '../../../src/relay/stun/codes';
import { type Credentials, credentialsFor, request, UDP } from '../../support/relay/messages';
import { relayScene, secret, twoInACall } from '../../support/relay/scene';

const alices = credentialsFor(secret, 'call', 1);

test.each<[string, Credentials, string]>([
  ['of a third person', credentialsFor(secret, 'call', 3), 'no_such_call'],
  ['of another secret', credentialsFor('guessed', 'call', 1), 'wrong_credentials'],
  ['with a wrong password', { ...alices, password: 'guessed' }, 'wrong_credentials'],
  ['with somebody else’s name', { ...alices, username: '9:call:2' }, 'wrong_credentials'],
  ['with a name of another form', { ...alices, username: 'alice' }, 'wrong_credentials'],
  ['without a name', { ...alices, username: '' }, 'wrong_credentials'],
  ['with a name of 500 bytes', { ...alices, username: 'x'.repeat(500) }, 'wrong_credentials'],
])('credentials %s are 401', (_, credentials, reason) => {
  const { client, stats } = relayScene();
  expect(client('203.0.113.1', 50_000, credentials).allocate().code).toBe(401);
  expect(stats.allocations).toBe(0);
  expect(stats.refused).toMatchObject({ unproven: 1, [reason]: 1 });
});

test('a forged byte anywhere proves nothing', () => {
  const { client, stats } = relayScene({ limits: { unproven_burst: 1e6 } });
  const alice = client('203.0.113.1');
  alice.prepare();
  const bytes = request(TYPE.allocate, [UDP], alice.signer());
  for (let at = 8; at < bytes.length; at += 1) {
    const forged = Buffer.from(bytes);
    forged.writeUInt8(forged.readUInt8(at) ^ 0x10, at);
    const code = alice.code(alice.ask(forged));
    expect([at, code === 0, stats.allocations]).toEqual([at, false, 0]);
  }
  expect(alice.code(alice.ask(bytes))).toBe(0);
});

test('until when credentials were meant to be good is not looked at: whether the call lives is', () => {
  const { client } = relayScene();
  expect(client('203.0.113.1', 1, credentialsFor(secret, 'call', 1, 5)).allocate().code).toBe(0);
});

test('the end of a call frees its allocations at once, and its credentials are good for nothing', () => {
  const { alice, bob, bobPort, server, sent, stats, asked } = twoInACall();
  server.calls.end('call');
  expect([stats.allocations, stats.calls]).toEqual([0, 0]);
  alice.send(bobPort, Buffer.from('still there?'));
  expect(sent).toEqual([]);
  expect([alice.refresh(600), bob.permit()]).toEqual([437, 437]);
  expect(alice.allocate().code).toBe('silence');
  expect(asked).toEqual(['call']);
  server.calls.told('call', undefined);
  expect(alice.data()).toHaveLength(1);
  expect(stats.refused.no_such_call).toBe(1);
});

test('of a call that nobody told of the main thread is asked once, and the request waits', () => {
  const { client, server, asked, stats } = relayScene();
  const carol = client('203.0.113.3', 1, credentialsFor(secret, 'new', 3));
  const dave = client('203.0.113.4', 1, credentialsFor(secret, 'new', 4));
  expect([carol.allocate().code, dave.allocate().code]).toEqual(['silence', 'silence']);
  expect(asked).toEqual(['new']);
  const until = Number.POSITIVE_INFINITY;
  server.calls.told('new', { call_id: 'new', member_ids: [3], until });
  // carol has hers; dave is told that he is no member.
  expect([stats.allocations, stats.refused.no_such_call]).toEqual([1, 1]);
  expect([carol.data().length, dave.data().length]).toEqual([1, 1]);
  expect(carol.refresh(600)).toBe(0);
});

test('a request that is repeated while the main thread is asked makes one allocation', () => {
  const { client, stream, server, asked, stats } = relayScene();
  const until = Number.POSITIVE_INFINITY;
  const carol = client('203.0.113.3', 1, credentialsFor(secret, 'new', 3));
  carol.prepare();
  const bytes = request(TYPE.allocate, [UDP], carol.signer());
  for (let i = 0; i < 3; i += 1) carol.push(bytes);
  server.calls.told('new', { call_id: 'new', member_ids: [3], until });
  const answers = carol.taken();
  expect([stats.allocations, answers.length, new Set(answers.map(String)).size]).toEqual([1, 3, 1]);
  // And none for somebody who left before the answer.
  const dave = stream('203.0.113.4', credentialsFor(secret, 'newer', 4));
  dave.allocate();
  dave.connection.gone();
  server.calls.told('newer', { call_id: 'newer', member_ids: [4], until });
  expect([asked, stats.allocations]).toEqual([['new', 'newer'], 1]);
});

test('a flood of questions is bounded, and the answered make room', () => {
  const { client, server, asked } = relayScene({
    limits: { unproven_burst: 1e6, unproven_total_per_s: 1e6 },
  });
  const ask = (i: number) =>
    client(`203.0.${i >> 8}.${i & 255}`, 1, credentialsFor(secret, `call ${i}`, 1)).allocate();
  for (let i = 0; i < 300; i += 1) ask(i);
  expect(asked).toHaveLength(256);
  for (const call_id of asked) server.calls.told(call_id, undefined);
  ask(300);
  expect(asked).toHaveLength(257);
});

test('a call ends by the time that it was told with, and one that is told again has its new members', () => {
  const { client, server, passes, clock, stats } = relayScene();
  server.calls.begin({ call_id: 'test', member_ids: [1, 2], until: clock.now() + 120_000 });
  const alice = client('203.0.113.1', 1, credentialsFor(secret, 'test', 1));
  const bob = client('203.0.113.2', 1, credentialsFor(secret, 'test', 2));
  expect([alice.allocate().code, bob.allocate().code]).toEqual([0, 0]);
  server.calls.begin({ call_id: 'test', member_ids: [1], until: clock.now() + 120_000 });
  expect([stats.allocations, bob.refresh(600)]).toEqual([1, 437]);
  passes(119);
  expect(stats.allocations).toBe(1);
  passes(2);
  expect(stats.allocations).toBe(0);
});

test('what a person has can be ended in one call or in all', () => {
  const { client, server, stats, live } = relayScene();
  live('other', 1, 3);
  const all = [
    client('203.0.113.1', 1, alices),
    client('203.0.113.1', 2, credentialsFor(secret, 'other', 1)),
    client('203.0.113.2', 3, credentialsFor(secret, 'call', 2)),
  ];
  const allocate = () => all.map((each) => each.allocate().code);
  expect(allocate()).toEqual([0, 0, 0]);
  server.endAllocations(1, 'call');
  expect([stats.allocations, stats.calls]).toEqual([2, 2]);
  expect(allocate()).toEqual([0, 437, 437]);
  server.endAllocations(1, undefined);
  expect([stats.allocations, all[2]?.refresh(600)]).toEqual([1, 0]);
});
