// A server that lies about signals: nothing of what it passes on, repeats, exchanges or invents connects
// anybody but the two.
import { describe, expect, test } from 'bun:test';
import { encodeHeader, joinEnvelope } from '../../../../src/web/crypto/header';
import { newMid } from '../../../../src/web/crypto/mid';
import type { CallScene } from '../../../support/calls/call-scene';
import { ALICE, BOB, openCallPage, openCallScene, talk } from '../../../support/calls/call-scene';
import { fakeLocks } from '../../../support/fake-locks';
import { keyId, publicKey, settle } from '../../../support/fake-parts';

/** Sealed by whoever has the key of `by`, and said to be from alice. */
const sealedBy = (by: string, payload: object, header: object = {}, call_id = 'call-1') => {
  const head = encodeHeader({
    v: 1,
    mid: newMid(),
    from: ALICE,
    to: BOB,
    type: 'call',
    from_key: keyId(by),
    to_key: keyId('bob'),
    ...header,
  });
  const body = JSON.stringify({ call: { call_id, payload } });
  return joinEnvelope(head, Buffer.from(body).toString('base64url'));
};

const OFFER = { type: 'description', description: { type: 'offer', sdp: 'offer mallory-1 1' } };
const told = { from: 'mallory 1', to: null, n: 1 };
const offered = { ...told, signal: OFFER };

const accepted = async ({ alice, bob }: CallScene) => {
  await alice.calls.invite(BOB, 'voice');
  await settle();
  const accepting = bob.calls.accept(false);
  await accepting;
};

/** What bob’s client gets beside what alice says. */
const inject = async (scene: CallScene, payload: unknown) => {
  const { server, bob } = scene;
  await accepted(scene);
  // She has written to bob: his client can open what she seals.
  await bob.engine.learn(publicKey('mallory'));
  server.tell(bob.line, 'call_signal', { call_id: 'call-1', payload });
  await settle();
  await settle();
};

describe('a signal that is not alice’s own ends the call with words', () => {
  const forged: [string, () => unknown][] = [
    ['a plain one', () => offered],
    ['a text', () => 'hello'],
    ['one under another key', () => sealedBy('mallory', offered)],
    ['one that names another sender', () => sealedBy('alice', offered, { from: 3 })],
    ['one for somebody else', () => sealedBy('alice', offered, { to: 3 })],
    ['a message', () => sealedBy('alice', offered, { type: 'text' })],
    ['one of another call', () => sealedBy('alice', offered, {}, 'call-0')],
    ['one without a meaning', () => sealedBy('alice', { ...told, signal: { type: 'dance' } })],
    ['nothing', () => null],
  ];
  for (const [name, make] of forged) {
    test(name, async () => {
      const scene = await openCallScene();
      await inject(scene, make());
      expect(scene.bob.end()).toBe('untrusted');
      expect(scene.network.links().filter((link) => link.includes('mallory'))).toEqual([]);
      expect(scene.bob.device.open()).toEqual([]);
    });
  }
});

describe('what was alice’s own once', () => {
  test('repeated, connects nobody a second time, and ends nothing', async () => {
    const scene = await openCallScene();
    const { alice, bob, network, server } = scene;
    server.relays((signalled, pass) => {
      pass();
      pass();
      setImmediate(() => server.pass(signalled));
    });
    await talk(scene);
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(network.links()).toHaveLength(1);
    expect([alice.device.connections.length, bob.device.connections.length]).toEqual([1, 1]);
  });

  test('replayed after a reload, is for a page that is gone', async () => {
    const scene = await openCallScene();
    const { bob, server, browsers, world } = scene;
    await talk(scene);
    const old = server.signals.filter(({ to }) => to === BOB);
    bob.disconnect();
    const again = openCallPage(world, { ...browsers.bob, locks: fakeLocks() }, bob.tabStore);
    await again.connect();
    for (const each of old) server.pass(each);
    await settle();
    await settle();
    expect(again.phase()).toBe('running');
    const now = scene.network
      .links()
      .filter((link) => link.includes(again.line.name.replace(' ', '-')));
    expect(now).toHaveLength(1);
  });

  test('sent back to its sender, ends the call', async () => {
    const scene = await openCallScene();
    const { alice, server } = scene;
    await talk(scene);
    const own = server.signals.find(({ from }) => from === ALICE);
    server.tell(alice.line, 'call_signal', { call_id: 'call-1', payload: own?.payload });
    await settle();
    expect(alice.end()).toBe('untrusted');
  });

  test('from another call, ends this one', async () => {
    const scene = await openCallScene();
    const { alice, bob, server, clock } = scene;
    await talk(scene);
    const [old] = server.signals.filter(({ to }) => to === BOB);
    alice.calls.hangUp();
    await settle();
    await clock.pass(3_000);
    await talk(scene);
    server.tell(bob.line, 'call_signal', { call_id: 'call-2', payload: old?.payload });
    await settle();
    expect(bob.end()).toBe('untrusted');
  });
});

describe('a key', () => {
  test('that is another at this moment calls nobody, and says so', async () => {
    const { alice, server } = await openCallScene();
    alice.named.set(BOB, 'mallory');
    await alice.calls.invite(BOB, 'voice');
    await settle();
    expect(alice.end()).toBe('keyChanged');
    expect(server.said.map(({ type }) => type)).not.toContain('voice_call_invite');
  });

  test('that is gone makes no call a plain one', async () => {
    const { alice, server } = await openCallScene();
    alice.named.set(BOB, null);
    await alice.calls.invite(BOB, 'voice');
    await settle();
    expect(alice.end()).toBe('keyChanged');
    expect(server.calls.size).toBe(0);
  });

  test('that is exchanged in the call ends it before anything is sealed for it', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    await talk(scene);
    alice.named.set(BOB, 'mallory');
    const before = server.signals.length;
    await alice.calls.media.turnCamera(true);
    await settle();
    expect(alice.end()).toBe('keyChanged');
    expect(server.signals.slice(before)).toEqual([]);
    expect(bob.end()).toBe('hangup');
  });

  test('that neither of the two has makes a call that says so', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    for (const page of [alice, bob]) {
      page.pins.replace({});
      page.named.set(page === alice ? BOB : ALICE, null);
    }
    await talk(scene);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(alice.calls.call.value?.key).toBe(null);
    expect(server.signals.every(({ payload }) => typeof payload === 'object')).toBe(true);
  });
});

describe('frames that nobody asked for', () => {
  test('an acceptance opens nothing at somebody who did not press', async () => {
    const { alice, bob, server } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    server.tell(bob.line, 'call_accepted', { call_id: 'call-1', device: 'd', device_token: 't' });
    server.tell(bob.line, 'call_signal', { call_id: 'call-1', payload: sealedBy('alice', told) });
    await settle();
    expect([bob.phase(), ...bob.device.open()]).toEqual(['incoming']);
    expect(
      server.said.filter(({ from, type }) => from === bob.line.name && type === 'call_signal'),
    ).toEqual([]);
  });

  test('an invitation by a stranger, or under another name, does not ring', async () => {
    const { bob, server } = await openCallScene();
    const from_username = 'alice';
    server.tell(bob.line, 'video_call_invite', { call_id: 'x', from_user_id: 99, from_username });
    await settle();
    expect(bob.phase()).toBe(null);
  });

  test('one in a call changes nothing of it', async () => {
    const scene = await openCallScene();
    const { bob, server } = scene;
    await talk(scene);
    const data = { call_id: 'x', from_user_id: 3, from_username: 'carol' };
    server.tell(bob.line, 'voice_call_invite', data);
    server.tell(bob.line, 'call_accepted', { call_id: 'x', device: 'd' });
    server.tell(bob.line, 'call_ended', { call_id: 'y', reason: 'hangup' });
    server.tell(bob.line, 'call_rejoined', { call_id: 'y', user_id: 3 });
    await settle();
    expect(bob.calls.call.value).toMatchObject({ id: 'call-1', phase: 'running' });
  });

  test('an answer by nobody leads to no call', async () => {
    const { alice, clock, server, network } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    server.tell(alice.line, 'call_accepted', { call_id: 'call-1', device: 'd' });
    await settle();
    expect(alice.phase()).toBe('connecting');
    await clock.pass(25_000);
    expect([alice.phase(), alice.end()]).toEqual(['ended', 'noRelay']);
    expect(network.links()).toEqual([]);
  });
});
