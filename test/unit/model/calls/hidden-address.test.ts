// "Hide my address": what alice says to bob never names where she is, and without a relay nobody is called.
import { describe, expect, test } from 'bun:test';
import { fromBase64url, fromUtf8 } from '../../../../src/web/crypto/bytes';
import { readEnvelope } from '../../../../src/web/crypto/header';
import { createCallSettings } from '../../../../src/web/model/calls/call-settings';
import { hiddenCandidate, withoutAddresses } from '../../../../src/web/model/calls/hidden-address';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import type { CallScene } from '../../../support/calls/call-scene';
import { ALICE, BOB, openCallScene, talk } from '../../../support/calls/call-scene';
import { namesAddress } from '../../../support/calls/fake-platform';
import { fakeTexts, settle } from '../../../support/fake-parts';

const RELAY = { urls: ['turn:chat8.example'], username: 'u', credential: 'c' };

const sceneWithRelay = async () => {
  const scene = await openCallScene();
  for (const { iceServers } of [scene.alice, scene.bob]) iceServers.ice_servers = [RELAY];
  return scene;
};

/** What somebody said in calls, unsealed. */
const saidBy = ({ server }: CallScene, user_id: number): string =>
  server.signals
    .filter(({ from }) => from === user_id)
    .map(({ payload }) => fromUtf8(fromBase64url(readEnvelope(String(payload)).ciphertext)))
    .join('\n');

describe('with a relay', () => {
  test('nothing that alice says names her address, though her browser would', async () => {
    const scene = await sceneWithRelay();
    const { alice, bob, network } = scene;
    alice.settings.hideAddress(true);
    await talk(scene);
    network.cut('failed');
    await settle();
    await scene.clock.pass(100);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect([alice.device.log.hidden, bob.device.log.hidden]).toEqual([[true], [false]]);
    const said = saidBy(scene, ALICE);
    expect(said).toContain('a=candidate:3 1 udp 2 198.51.100.1 49160 typ relay raddr 0.0.0.0');
    expect(namesAddress(said)).toBe(false);
    expect(said).not.toMatch(/typ (host|srflx|prflx)/);
    // Bob hides nothing.
    expect(namesAddress(saidBy(scene, BOB))).toBe(true);
  });

  test('nor when she is called; and what is remembered of the call names nobody’s', async () => {
    const scene = await sceneWithRelay();
    const { alice, bob, clock, network, server } = scene;
    bob.settings.hideAddress(true);
    await talk(scene, 'video');
    expect(namesAddress(saidBy(scene, BOB))).toBe(false);
    server.relays(() => {});
    network.cut('failed');
    await clock.pass(26_000);
    for (const { calls } of [alice, bob]) {
      expect(calls.call.value?.trace?.relays.udp).toBe('given');
      expect(namesAddress(JSON.stringify(calls.call.value))).toBe(false);
    }
  });
});

describe('without a relay', () => {
  test('a call that alice begins is taken back, and she is told why', async () => {
    const { alice, bob } = await openCallScene();
    alice.settings.hideAddress(true);
    await alice.calls.invite(BOB, 'voice');
    await settle();
    expect([alice.phase(), alice.end()]).toEqual(['ended', 'hiddenNoRelay']);
    expect(bob.end()).toBe('cancelled');
    expect(alice.device.connections).toEqual([]);
    expect(alice.device.open()).toEqual([]);
  });

  test('a call that bob answers is declined, and nothing of him was said', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    bob.settings.hideAddress(true);
    await talk(scene);
    expect(bob.end()).toBe('hiddenNoRelay');
    expect(alice.end()).toBe('rejected');
    expect(server.signals).toEqual([]);
    expect(bob.device.open()).toEqual([]);
  });
});

test('it is each person’s own on a device, and outlives the page', () => {
  const texts = fakeTexts();
  const of = (id: number) =>
    createCallSettings({ localStore: createLocalStore(texts), userId: () => id });
  expect(of(ALICE).hidesAddress()).toBe(false);
  of(ALICE).hideAddress(true);
  expect([of(ALICE).hidesAddress(), of(BOB).hidesAddress()]).toEqual([true, false]);
  of(ALICE).hideAddress(false);
  expect(of(ALICE).hidesAddress()).toBe(false);
});

test('of descriptions and candidates the relay’s stay, without where they were asked for', () => {
  const sdp = [
    'v=0',
    'o=- 46117 2 IN IP4 203.0.113.9',
    's=-',
    'm=audio 61000 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP6 2001:db8::7',
    'a=rtcp:61000 IN IP4 203.0.113.9',
    'a=candidate:1 1 udp 9 4f1c.local 50000 typ host generation 0 network-id 1 network-cost 10',
    'a=candidate:2 1 udp 8 203.0.113.9 61000 typ srflx raddr 10.0.0.7 rport 50000',
    'a=candidate:3 1 udp 2 198.51.100.1 49160 typ relay raddr 203.0.113.9 rport 61000 network-id 1',
    'a=remote-candidates:1 203.0.113.9 61000',
    'a=ice-ufrag:abcd',
    '',
  ];
  expect(withoutAddresses(sdp.join('\r\n')).split('\r\n')).toEqual([
    'v=0',
    'o=- 46117 2 IN IP4 0.0.0.0',
    's=-',
    'm=audio 61000 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:61000 IN IP4 0.0.0.0',
    'a=candidate:3 1 udp 2 198.51.100.1 49160 typ relay raddr 0.0.0.0 rport 0',
    'a=ice-ufrag:abcd',
    '',
  ]);
  const candidate = sdp[7]?.slice(2) ?? '';
  expect(hiddenCandidate({ candidate, sdpMid: '0' })).toBe(null);
  expect(hiddenCandidate({ candidate: '' })).toBe(null);
  expect(hiddenCandidate({ candidate: sdp[8]?.slice(2) ?? '', sdpMid: '0' })).toEqual({
    candidate: 'candidate:3 1 udp 2 198.51.100.1 49160 typ relay raddr 0.0.0.0 rport 0',
    sdpMid: '0',
  });
});
