// Microphones, cameras and screens that are refused, missing, taken away or exchanged.
import { describe, expect, test } from 'bun:test';
import { BOB, openCallScene, talk } from '../../../support/calls/call-scene';
import type { FakePlatform } from '../../../support/calls/fake-platform';
import { settle } from '../../../support/fake-parts';

/** It opens no sooner than the returned function is called. */
const hold = ({ platform }: FakePlatform, name: 'openMicrophone' | 'openCamera'): (() => void) => {
  const { [name]: open } = platform;
  const { promise, resolve } = Promise.withResolvers<void>();
  platform[name] = async (id) => {
    await promise;
    return open(id);
  };
  return resolve;
};

describe('a device', () => {
  const refusals: [string, 'denied' | 'missing' | 'busy'][] = [
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
  ];
  for (const [fault, trouble] of refusals) {
    test(`a microphone that is ${trouble}: nobody is called, and nobody answers`, async () => {
      const { alice, bob, server } = await openCallScene();
      alice.device.faults.microphone = fault;
      await alice.calls.invite(BOB, 'voice');
      expect(alice.calls.call.value).toMatchObject({ end: 'noMicrophone', trouble });
      expect(server.calls.size).toBe(0);
      bob.device.faults.microphone = fault;
      alice.device.faults.microphone = '';
      await alice.calls.invite(BOB, 'voice');
      await settle();
      await bob.calls.accept(false);
      expect(bob.calls.call.value).toMatchObject({
        phase: 'incoming',
        trouble,
        isAccepting: false,
      });
      expect(alice.phase()).toBe('outgoing');
      // He may listen all the same.
      await bob.calls.accept(false, true);
      await settle();
      expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
      expect(alice.calls.remote.value.sending.microphone).toBe(false);
    });
  }

  test('a camera that was tried out before is closed by an answer without it', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'video');
    await settle();
    await bob.calls.media.openMicrophone();
    await bob.calls.media.turnCamera(true);
    expect(bob.device.open()).toEqual(['microphone m1', 'camera c1']);
    await bob.calls.accept(false);
    await settle();
    expect(bob.device.open()).toEqual(['microphone m1']);
    expect(alice.calls.remote.value.sending.camera).toBe(false);
  });

  test('a camera that is still opening to be tried out is not shown by an answer without it', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'video');
    await settle();
    await bob.calls.media.openMicrophone();
    const letGo = hold(bob.device, 'openCamera');
    void bob.calls.media.turnCamera(true);
    await bob.calls.accept(false);
    await settle();
    letGo();
    await settle();
    expect(bob.device.open()).toEqual(['microphone m1']);
    expect(alice.calls.remote.value.sending.camera).toBe(false);
  });

  test('a camera that is turned on while the microphone is still asked for stays on', async () => {
    const { alice, bob } = await openCallScene();
    const letGo = hold(alice.device, 'openMicrophone');
    const calling = alice.calls.invite(BOB, 'voice');
    await alice.calls.media.turnCamera(true);
    letGo();
    await calling;
    await settle();
    await bob.calls.accept(false);
    await settle();
    expect(alice.device.open()).toEqual(['camera c1', 'microphone m1']);
    expect(bob.calls.remote.value.sending).toMatchObject({ microphone: true, camera: true });
  });

  test('whoever mutes while another microphone opens stays muted', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene);
    const letGo = hold(alice.device, 'openMicrophone');
    const choosing = alice.calls.media.choose('microphone', 'm2');
    await alice.calls.media.turnMicrophone(false);
    letGo();
    await choosing;
    await settle();
    expect(alice.device.open()).toEqual(['microphone m2']);
    expect(alice.calls.media.track('audio')?.enabled).toBe(false);
    expect(alice.calls.media.sending.value.microphone).toBe(false);
    expect(bob.calls.remote.value.sending.microphone).toBe(false);
    await alice.calls.media.turnMicrophone(true);
    await settle();
    expect(alice.calls.media.track('audio')?.enabled).toBe(true);
    expect(bob.calls.remote.value.sending.microphone).toBe(true);
  });

  test('a camera that can’t be had leaves the voice', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    alice.device.faults.camera = 'NotReadableError';
    await talk(scene, 'video');
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(alice.calls.media.troubles.value).toEqual({ camera: 'busy' });
    expect(bob.calls.remote.value.sending).toMatchObject({ microphone: true, camera: false });
  });

  test('a microphone that is unplugged is followed by the next one', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene);
    alice.device.unplug('microphone', 'm1');
    await settle();
    expect(alice.device.open()).toEqual(['microphone m2']);
    expect(alice.calls.media.troubles.value).toEqual({});
    alice.device.unplug('microphone', 'm2');
    await settle();
    expect(alice.calls.media.troubles.value).toEqual({ microphone: 'gone' });
    expect(bob.calls.remote.value.sending.microphone).toBe(false);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
  });

  test('a microphone that this page may no longer use leaves the call, and says the way out', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene);
    alice.device.faults.microphone = 'NotAllowedError';
    alice.device.unplug('microphone', 'm1');
    await settle();
    expect(alice.calls.media.troubles.value).toEqual({ microphone: 'denied' });
    expect(bob.calls.remote.value.sending.microphone).toBe(false);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    delete alice.device.faults.microphone;
    await alice.calls.media.turnMicrophone(true);
    await settle();
    expect(alice.calls.media.troubles.value).toEqual({});
    expect(bob.calls.remote.value.sending.microphone).toBe(true);
  });

  test('a chosen microphone is taken now and in the next call', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock } = scene;
    await talk(scene);
    await alice.calls.media.choose('microphone', 'm2');
    expect(alice.device.open()).toEqual(['microphone m2']);
    bob.calls.hangUp();
    await settle();
    await clock.pass(3_000);
    await talk(scene);
    expect(alice.device.open()).toEqual(['microphone m2']);
  });

  test('a screen is shown in place of the camera, and the camera after it', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene, 'video');
    const shown = () =>
      String((alice.device.connections[0]?.tracks.get('video') as { id?: string })?.id);
    await alice.calls.media.shareScreen(true);
    await settle();
    expect(shown()).toStartWith('screen');
    expect(bob.calls.remote.value.sending.screen).toBe(true);
    await alice.calls.media.shareScreen(false);
    await settle();
    expect(shown()).toStartWith('camera');
  });
});
