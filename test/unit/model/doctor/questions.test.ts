// A friend's page asks to test together: a frame that a server may invent.
import { describe, expect, test } from 'bun:test';
import type { DoctorScene } from '../../../support/calls/doctor-scene';
import {
  ALICE,
  BOB,
  meaningsOf,
  openDoctorScene,
  passes,
} from '../../../support/calls/doctor-scene';
import { settle } from '../../../support/fake-parts';

describe('a question to join opens nothing by itself', () => {
  const ask = async ({ server, bob }: DoctorScene, call_id: string, user_id: number) => {
    server.tell(BOB, 'call_test', { call_id, user_id });
    await settle();
    return bob.doctor.asked.value;
  };

  test('nor is it shown if it is of a stranger, of oneself, or without a name', async () => {
    const scene = openDoctorScene();
    for (const [call_id, user_id] of [
      ['test-9', 7],
      ['test-9', BOB],
      ['', ALICE],
      ['x'.repeat(65), ALICE],
    ] as const) {
      expect(await ask(scene, call_id, user_id)).toBe(null);
    }
    expect([scene.bob.loads(), scene.bob.device.open()]).toEqual([0, []]);
  });

  test('nor in the middle of a call', async () => {
    const scene = openDoctorScene();
    scene.bob.beInCall();
    expect(await ask(scene, 'test-9', ALICE)).toBe(null);
  });

  test('a made-up one is over as soon as it is joined, and connects nobody', async () => {
    const scene = openDoctorScene();
    const { bob } = scene;
    expect(await ask(scene, 'made up', ALICE)).toEqual({ call_id: 'made up', friend_id: ALICE });
    expect([bob.loads(), bob.device.open()]).toEqual([0, []]);
    const joining = bob.doctor.start({ call_id: 'made up', friend_id: ALICE });
    await passes(scene);
    await joining;
    expect(meaningsOf(bob)[0]).toBe('left');
    expect(scene.server.signals).toEqual([]);
  });

  test('a second one waits for nobody, and after a no that friend asks in vain for a while', async () => {
    const scene = openDoctorScene();
    const { bob, clock } = scene;
    await ask(scene, 'test-8', ALICE);
    expect((await ask(scene, 'test-9', ALICE))?.call_id).toBe('test-8');
    bob.doctor.decline();
    expect(await ask(scene, 'test-10', ALICE)).toBe(null);
    await clock.pass(11 * 60_000);
    expect((await ask(scene, 'test-11', ALICE))?.call_id).toBe('test-11');
    // The server has forgotten it by then.
    await clock.pass(111_000);
    expect(bob.doctor.asked.value).toBe(null);
  });
});
