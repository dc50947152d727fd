// How many allocations there are, for how long, and how much goes through.
import { expect, test } from 'bun:test';
import {
  allocation_s,
  channel_s,
  grace_s,
  permission_s,
  RELAY_LIMITS,
} from '../../../src/relay/limits';
import { ATTRIBUTE } from '../../../src/relay/stun/codes';
import { attributeIn } from '../../../src/relay/stun/read';
import { uint32 } from '../../../src/relay/stun/write';
import { credentialsFor, lifetime } from '../../support/relay/messages';
import { RELAYED, relayScene, secret, twoInACall } from '../../support/relay/scene';

const many = { proven_burst: 1e6, unproven_burst: 1e6, unproven_total_per_s: 1e6 };

test('lifetimes are those of RFC 8656, and the bounds those that operators were told', () => {
  expect([allocation_s, permission_s, channel_s, grace_s]).toEqual([600, 300, 600, 60]);
  // The scenes below take smaller ones of some of them.
  expect(RELAY_LIMITS).toMatchObject({
    allocations_per_person: 24,
    allocations_per_address: 256,
    allocations: 4_096,
    allocation_mbit: 4,
    unproven_connections_per_address: 32,
    unproven_connections: 256,
    unproven_connection_ms: 10_000,
  });
});

test('of 25 allocations of a person in a call the oldest unused one makes room', () => {
  const { client, stats, live } = relayScene({ limits: many });
  const all = Array.from({ length: 24 }, (_, i) => client('203.0.113.1', 50_000 + i));
  for (const each of all) expect(each.allocate().code).toBe(0);
  // The first one is in use.
  all[0]?.permit();
  all[0]?.send(60_000, Buffer.from('x'));
  expect(client('203.0.113.1', 51_000).allocate().code).toBe(0);
  expect([stats.allocations, all[0]?.refresh(600), all[1]?.refresh(600)]).toEqual([24, 0, 437]);
  // Another person, and another call, have their own.
  const bob = credentialsFor(secret, 'call', 2);
  expect(client('203.0.113.1', 51_001, bob).allocate().code).toBe(0);
  live('other', 1);
  const other = credentialsFor(secret, 'other', 1);
  expect(client('203.0.113.1', 51_002, other).allocate().code).toBe(0);
  expect([stats.allocations, all[2]?.refresh(600)]).toEqual([26, 0]);
});

test('who only listens is no unused one', () => {
  const { alice, bob, bobPort, client } = twoInACall({ limits: many });
  const others = Array.from({ length: 23 }, (_, i) =>
    client('203.0.113.2', 40_000 + i, credentialsFor(secret, 'call', 2)),
  );
  for (const each of others) expect(each.allocate().code).toBe(0);
  alice.send(bobPort, Buffer.from('x'));
  const late = client('203.0.113.2', 51_000, credentialsFor(secret, 'call', 2));
  expect([late.allocate().code, bob.refresh(600), others[0]?.refresh(600)]).toEqual([0, 0, 437]);
});

test('24 that are all in use leave no room, until one was silent for ten seconds', () => {
  const { client, clock } = relayScene({ limits: many });
  const all = Array.from({ length: 24 }, (_, i) => client('203.0.113.1', 50_000 + i));
  for (const each of all) {
    each.allocate();
    each.permit();
  }
  const talk = () => {
    for (const each of all) each.send(60_000, Buffer.from('x'));
  };
  talk();
  const late = client('203.0.113.1', 51_000);
  expect(late.allocate().code).toBe(486);
  clock.advance(10_000);
  for (const each of all.slice(1)) each.send(60_000, Buffer.from('x'));
  expect([late.allocate().code, all[0]?.refresh(600)]).toEqual([0, 437]);
});

test('256 of an address, also of an IPv6 network, and no more in all than there may be', () => {
  const limits = { ...many, allocations_per_address: 3, allocations: 5 };
  const { client, stats } = relayScene({ limits });
  const codes = (address: (i: number) => string, first_port: number) =>
    [0, 1, 2, 3].map((i) => client(address(i), first_port + i).allocate().code);
  expect(codes(() => '203.0.113.1', 1_000)).toEqual([0, 0, 0, 486]);
  expect(codes((i) => `2001:db8:1:1::${i}`, 2_000)).toEqual([0, 0, 508, 508]);
  client('203.0.113.1', 1_000);
  expect([stats.refused.quota, stats.refused.capacity]).toEqual([1, 2]);
});

test('what ended is free for the next one', () => {
  const limits = { ...many, allocations_per_address: 1, allocations: 1 };
  const { client, stats } = relayScene({ limits });
  for (let i = 0; i < 20; i += 1) {
    const alice = client('203.0.113.1', 50_000 + i);
    expect([alice.allocate().code, alice.refresh(0), stats.allocations]).toEqual([0, 0, 0]);
  }
});

test('an allocation lives 600 s and a minute of grace, whatever else was asked for', () => {
  const { client, passes, stats } = relayScene();
  const alice = client('203.0.113.1');
  for (const asked_s of [1, 600, 1_000_000, 0xffffffff]) {
    const { answer } = alice.allocate(lifetime(asked_s));
    expect(answer && attributeIn(answer, ATTRIBUTE.lifetime)).toEqual(uint32(600));
    passes(659);
    expect([stats.allocations, alice.refresh(asked_s)]).toEqual([1, 0]);
    passes(659);
    expect(stats.allocations).toBe(1);
    passes(2);
    expect([stats.allocations, stats.calls]).toEqual([0, 0]);
  }
});

test('a permission holds 300 s and a minute, a channel 600 s and a minute', () => {
  const it = twoInACall();
  const { alice, bob, alicePort, bobPort } = it;
  const arrives = () => {
    alice.permit();
    alice.send(bobPort, Buffer.from('hello'));
    return bob.data().length;
  };
  it.passes(359);
  expect(arrives()).toBe(1);
  it.passes(2);
  expect(arrives()).toBe(0);
  // A channel renews the permission, and outlives it.
  expect([alice.refresh(600), bob.refresh(600)]).toEqual([0, 0]);
  expect(bob.bind(0x4000, alicePort)).toBe(0);
  it.passes(359);
  alice.permit();
  alice.send(bobPort, Buffer.from('hello'));
  expect(bob.data()).toMatchObject([{ from: 'channel 16384' }]);
  expect([alice.refresh(600), bob.refresh(600)]).toEqual([0, 0]);
  it.passes(298);
  expect(bob.permit()).toBe(0);
  alice.permit();
  alice.send(bobPort, Buffer.from('hello'));
  expect(bob.data()).toMatchObject([{ from: 'channel 16384' }]);
  it.passes(4);
  alice.send(bobPort, Buffer.from('hello'));
  expect(bob.data()).toMatchObject([{ from: `${RELAYED}:${alicePort}` }]);
});

/** So many of 1,000 packets of 1,000 bytes that come within a second. */
const through = (scene: ReturnType<typeof twoInACall>, seconds = 1) => {
  let came = 0;
  for (let i = 0; i < 1_000 * seconds; i += 1) {
    scene.clock.advance(1);
    scene.alice.send(scene.bobPort, Buffer.alloc(1_000));
    came += scene.bob.data().length;
  }
  return came;
};

test('4 Mbit/s of an allocation go through, with half a second at once', () => {
  const it = twoInACall();
  const came = through(it, 4);
  // 500 packets a second, and 250 at the beginning.
  expect(came).toBeGreaterThan(2_200);
  expect(came).toBeLessThan(2_260);
  expect(it.stats.refused.allocation_rate).toBe(4_000 - came);
});

test('4 Mbit/s come to one allocation, however many send to it', () => {
  const it = twoInACall();
  const senders = [1, 2, 3].map((i) => {
    const one = it.client(`203.0.113.2${i}`);
    one.allocate();
    one.permit();
    return one;
  });
  let came = 0;
  for (let i = 0; i < 2_000; i += 1) {
    it.clock.advance(1);
    senders[i % 3]?.send(it.bobPort, Buffer.alloc(1_000));
    came += it.bob.data().length;
  }
  expect(came).toBeGreaterThan(1_200);
  expect(came).toBeLessThan(1_260);
});

test('a channel that was not renewed carries nothing, though there is a permission', () => {
  const { alice, bob, bobPort, passes } = twoInACall();
  alice.bind(0x4000, bobPort);
  for (const s of [330, 329]) {
    passes(s);
    alice.sendThrough(0x4000, Buffer.from('hello'));
    expect(bob.data()).toHaveLength(1);
    for (const each of [alice, bob]) expect([each.refresh(600), each.permit()]).toEqual([0, 0]);
  }
  passes(2);
  alice.sendThrough(0x4000, Buffer.from('hello'));
  expect(bob.data()).toEqual([]);
});

test('all together may have so much', () => {
  const it = twoInACall({ mbit: 2 });
  const came = through(it, 4);
  expect(came).toBeGreaterThan(1_100);
  expect(came).toBeLessThan(1_130);
  const { allocation_rate, relay_rate } = it.stats.refused;
  expect(allocation_rate + relay_rate).toBe(4_000 - came);
  expect(relay_rate).toBeGreaterThan(1_000);
});

test('an allocation that is refreshed, however early, lives on, and 660 s after the last time no more', () => {
  const it = relayScene();
  const alice = it.client('203.0.113.1');
  alice.allocate();
  for (const s of [180, 45, 375, 5, 595, 600, 655]) {
    it.passes(s);
    expect([s, alice.refresh(600), it.stats.allocations]).toEqual([s, 0, 1]);
    alice.permit();
  }
  it.passes(659);
  expect(it.stats.allocations).toBe(1);
  it.passes(1);
  expect([it.stats.allocations, alice.refresh(600)]).toEqual([0, 437]);
});
