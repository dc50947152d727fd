// Every way a call begins and ends, seen from both sides.
import { describe, expect, test } from 'bun:test';
import { BOB, openCallPage, openCallScene, talk } from '../../../support/calls/call-scene';
import { settle } from '../../../support/fake-parts';

describe('alice calls bob', () => {
  test('it rings at bob’s, and nothing of his is open before he presses', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'video');
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['outgoing', 'incoming']);
    expect(alice.device.open()).toEqual(['microphone m1', 'camera c1']);
    expect(bob.device.open()).toEqual([]);
    expect([...alice.device.sounding]).toEqual(['ringback']);
    expect([...bob.device.sounding]).toEqual(['ring']);
    expect([alice.device.log.awake, bob.device.log.awake]).toEqual([1, 0]);
  });

  test('he accepts: the two are connected to each other, and to nobody else', async () => {
    const scene = await openCallScene();
    const { alice, bob, network } = scene;
    await talk(scene);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(network.links()).toHaveLength(1);
    expect(bob.device.open()).toEqual(['microphone m1']);
    expect([...alice.device.sounding, ...bob.device.sounding]).toEqual([]);
    expect(alice.calls.call.value?.key?.key_id).toStartWith('bob');
  });

  test('a video call that he accepts by voice shows her, and not him', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene, 'video');
    expect(bob.device.open()).toEqual(['microphone m1']);
    expect(bob.calls.remote.value.sending.camera).toBe(true);
    expect(alice.calls.remote.value.sending.camera).toBe(false);
    await bob.calls.media.turnCamera(true);
    await settle();
    expect(alice.calls.remote.value.sending.camera).toBe(true);
    expect(bob.device.connections[0]?.tracks.get('video')).toMatchObject({ id: 'camera c1 2' });
  });

  test('he declines: both are done, and nothing was opened', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    bob.calls.hangUp();
    await settle();
    expect([alice.phase(), alice.end()]).toEqual(['ended', 'rejected']);
    expect(bob.phase()).toBe(null);
    expect([...alice.device.open(), ...bob.device.open()]).toEqual([]);
  });

  test('she cancels: it stops ringing at his', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    alice.calls.hangUp();
    await settle();
    expect([bob.phase(), bob.end()]).toEqual(['ended', 'cancelled']);
    expect([...bob.device.sounding]).toEqual([]);
  });

  test('nobody answers', async () => {
    const { alice, bob, server } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    for (const call of server.calls.values()) server.end(call, 'timeout');
    await settle();
    expect([alice.end(), bob.end()]).toEqual(['timeout', 'timeout']);
  });

  test('he hangs up, and what was open is closed on both sides', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock } = scene;
    await talk(scene);
    await clock.pass(5_000);
    bob.calls.hangUp();
    await settle();
    const { began_at, ended_at } = alice.calls.call.value ?? {};
    expect(alice.end()).toBe('hangup');
    expect((ended_at ?? 0) - (began_at ?? 0)).toBe(5_000);
    expect([...alice.device.open(), ...bob.device.open()]).toEqual([]);
    expect([alice.device.log.awake, bob.device.log.awake]).toEqual([0, 0]);
    await clock.pass(3_000);
    expect([alice.phase(), bob.phase()]).toEqual([null, null]);
  });

  test('he is in another call', async () => {
    const scene = await openCallScene();
    const { alice, bob, world } = scene;
    await talk(scene);
    const carol = openCallPage(world, { ...scene.browsers.alice, user_id: 3 });
    await carol.connect();
    await carol.calls.invite(BOB, 'voice');
    await settle();
    expect([carol.end(), alice.phase(), bob.phase()]).toEqual(['busy', 'running', 'running']);
    expect(carol.device.log.tones).toEqual(['busy']);
  });
});

describe('more than one device', () => {
  test('his other tab rings no second time, stops when he answers, and is not in the way', async () => {
    const scene = await openCallScene();
    const { alice, bob, browsers, world } = scene;
    const other = openCallPage(world, browsers.bob);
    await other.connect();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    expect([bob.phase(), other.phase()]).toEqual(['incoming', 'incoming']);
    expect([...bob.device.sounding, ...other.device.sounding]).toEqual(['ring']);
    await other.calls.accept(false);
    await settle();
    expect([other.phase(), bob.end()]).toEqual(['running', 'answered_elsewhere']);
    expect([...bob.device.sounding, ...other.device.sounding]).toEqual([]);
  });

  test('one that connects while it rings, rings', async () => {
    const { alice, browsers, world } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    const late = openCallPage(world, browsers.bob);
    await late.connect();
    expect(late.phase()).toBe('incoming');
    // The invitation may come before the page has read all that it needs.
    const later = openCallPage(world, browsers.bob);
    world.server.open(later.line);
    await settle();
    later.calls.ready();
    await settle();
    expect(later.phase()).toBe('incoming');
  });

  test('who wants no disturbance sees it and hears nothing', async () => {
    const { alice, bob } = await openCallScene();
    bob.beQuiet();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    expect([bob.phase(), ...bob.device.sounding]).toEqual(['incoming']);
  });
});

describe('both at once', () => {
  test('the second invitation is the answer to the first', async () => {
    const { alice, bob, network, server } = await openCallScene();
    await Promise.all([alice.calls.invite(BOB, 'voice'), bob.calls.invite(1, 'video')]);
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(server.calls.size).toBe(1);
    expect(network.links()).toHaveLength(1);
    const [one, two] = [alice.calls.call.value, bob.calls.call.value];
    expect(one?.id).toBe(two?.id ?? '');
    expect([one?.isCaller, two?.isCaller].filter(Boolean)).toHaveLength(1);
    expect(one?.kind).toBe(two?.kind ?? 'voice');
  });

  test('she cancels while he accepts: she hangs up', async () => {
    const { alice, bob, server } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    const accepting = bob.calls.accept(false);
    alice.line.hear = () => {};
    await accepting;
    await settle();
    expect(server.calls.get('call-1')?.state).toBe('accepted');
    alice.line.hear = alice.calls.heard;
    alice.calls.hangUp();
    server.tell(alice.line, 'call_accepted', { call_id: 'call-1', device: 'd' });
    await settle();
    expect(server.said.map(({ type }) => type)).toContain('call_hangup');
    expect([alice.end(), bob.end()]).toEqual(['hangup', 'hangup']);
  });
});
