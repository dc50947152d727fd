// A call that fails says why to both people, and what it met on its way.
import { describe, expect, test } from 'bun:test';
import { openCallScene, talk } from '../../../support/calls/call-scene';
import { settle } from '../../../support/fake-parts';

describe('a call that never connects', () => {
  test('says why to both, whoever of the two gives it up', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock, server } = scene;
    server.relays(() => {});
    await talk(scene);
    await clock.pass(6_000);
    bob.calls.hangUp();
    await settle();
    expect([alice.end(), bob.end()]).toEqual(['noRelay', 'noRelay']);
    expect(alice.calls.call.value?.trace).toEqual({
      relays: { udp: 'notOffered', tcp: 'notOffered', tls: 'notOffered' },
      ...{ isHidden: false, wasConnected: false, hasMoved: false },
      theirs: { isHeard: false, hasRelay: false, hasDirect: false },
    });
  });

  test('and is left at once ends like any other', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock, server } = scene;
    server.relays(() => {});
    await talk(scene);
    await clock.pass(1_000);
    bob.calls.hangUp();
    await settle();
    expect([alice.end(), bob.end()]).toEqual(['hangup', 'hangup']);
  });

  test('servers that can’t be asked for again stay those of before', async () => {
    const scene = await openCallScene();
    const { alice } = scene;
    await talk(scene);
    alice.disconnect();
    Object.assign(alice.iceServers, { ice_servers: 'nonsense' });
    await alice.connect();
    await settle();
    expect(alice.device.log.servers.at(-1)).toEqual([{ urls: ['stun:chat8.example:3478'] }]);
  });
});
