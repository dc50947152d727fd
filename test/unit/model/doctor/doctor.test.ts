// The call doctor at work: alone, and together with a friend.
import { describe, expect, test } from 'bun:test';
import { fromBase64url, fromUtf8 } from '../../../../src/web/crypto/bytes';
import { readEnvelope } from '../../../../src/web/crypto/header';
import { ApiError } from '../../../../src/web/model/net/api-error';
import type { DoctorScene } from '../../../support/calls/doctor-scene';
import {
  ALICE,
  BOB,
  meaningsOf,
  openDoctorScene,
  passes,
} from '../../../support/calls/doctor-scene';
import { namesAddress } from '../../../support/calls/fake-platform';
import { fakeClock, settle } from '../../../support/fake-parts';

type Page = DoctorScene['alice'];

const resultsOf = (page: Page) =>
  Object.values(page.findings()?.relays ?? {}).map(({ result }) => result);
const checkAlone = async (scene: DoctorScene) => {
  const checking = scene.alice.doctor.start();
  await passes(scene);
  await checking;
};

const checkTogether = async (scene: DoctorScene) => {
  const { alice, bob } = scene;
  const checking = alice.doctor.start({ friend_id: BOB });
  await settle();
  expect(bob.doctor.asked.value).toEqual({ call_id: 'test-1', friend_id: ALICE });
  bob.doctor.join();
  const { opened } = bob.doctor;
  const joining =
    opened.value?.about === 'friend' ? bob.doctor.start(opened.value.together) : undefined;
  await passes(scene);
  await Promise.all([checking, joining]);
};

describe('alone', () => {
  test('all is well: every way works and is timed, to the relay and back', async () => {
    const scene = openDoctorScene();
    const { alice } = scene;
    alice.device.hears(0.5);
    await checkAlone(scene);
    expect(alice.step()).toBe('done');
    expect(resultsOf(alice)).toEqual(['works', 'works', 'works']);
    expect(alice.findings()?.relays.udp.round_trip_ms).toBe(20);
    expect(meaningsOf(alice)).toEqual(['microphoneGood', 'cameraGood', 'allWays', 'natGood']);
    // Microphone and camera stay open for the person to look at, until the page is left.
    expect(alice.device.open()).toEqual(['microphone m1', 'camera c1']);
    alice.doctor.close();
    expect(alice.device.open()).toEqual([]);
    expect(scene.internet.size).toBe(0);
  });

  test('a device on which every step takes seconds finds what a quick one finds', async () => {
    const clock = fakeClock();
    const takes = (act: () => void) => void clock.after(4_000, act);
    const scene = openDoctorScene({ alice: { takes } }, clock);
    scene.alice.device.hears(0.5);
    await checkAlone(scene);
    expect(resultsOf(scene.alice)).toEqual(['works', 'works', 'works']);
    expect(scene.alice.findings()?.relays.tcp.round_trip_ms).toBe(20);
    const well: ReturnType<typeof meaningsOf> = ['microphoneGood', 'cameraGood'];
    expect(meaningsOf(scene.alice)).toEqual([...well, 'allWays', 'natGood']);
  });

  test('beside a way that works at once, a blocked one takes three seconds', async () => {
    const relays = { udp: 'silent', tcp: 'works', tls: 'works' } as const;
    const scene = openDoctorScene({ alice: { relays, nat: 'blocked' } });
    const checking = scene.alice.doctor.start();
    await passes(scene, 2_000);
    expect(scene.alice.step()).toBe('server');
    await passes(scene, 2_000);
    expect(scene.alice.step()).toBe('done');
    await checking;
  });

  test('a network without UDP, one with only TLS, and a relay that refuses', async () => {
    const found = async (udp: 'silent' | 'unauthorized', tcp: 'works' | 'silent') => {
      const relays = { udp, tcp, tls: 'works' as const };
      const scene = openDoctorScene({ alice: { relays, nat: 'blocked' } });
      await checkAlone(scene);
      expect(scene.alice.findings()?.nat).toBe('blocked');
      return meaningsOf(scene.alice);
    };
    expect(await found('silent', 'works')).toContain('udpBlocked');
    expect(await found('silent', 'silent')).toContain('onlyTls');
    expect(await found('unauthorized', 'works')).toContain('unauthorized');
  });

  test('a symmetric network is told by two ports, and by one nobody knows', async () => {
    const symmetric = openDoctorScene({ alice: { nat: 'symmetric' } });
    await checkAlone(symmetric);
    expect(symmetric.alice.findings()?.nat).toBe('symmetric');
    const alone = openDoctorScene({ alice: { nat: 'symmetric', hasSecondPort: false } });
    await checkAlone(alone);
    expect(alone.alice.findings()?.nat).toBe('unknown');
  });

  test('a microphone that is denied stops nothing else', async () => {
    const scene = openDoctorScene();
    scene.alice.device.faults.microphone = 'NotAllowedError';
    await checkAlone(scene);
    expect(scene.alice.findings()?.microphone).toBe('denied');
    expect(resultsOf(scene.alice)).toEqual(['works', 'works', 'works']);
  });

  test('a server without relay, and one that is away', async () => {
    const scene = openDoctorScene();
    scene.server.ice_servers = [];
    await checkAlone(scene);
    expect(meaningsOf(scene.alice)).toContain('noRelay');
    scene.server.refusals.push(new ApiError(0, 'NETWORK'));
    await checkAlone(scene);
    expect(meaningsOf(scene.alice)).toContain('serverAway');
  });

  test('pressed again too soon, it waits as long as the server says', async () => {
    const scene = openDoctorScene();
    scene.server.refusals.push(new ApiError(429, 'REQUEST_006', { retry_after_s: 7 }));
    await checkAlone(scene);
    expect(scene.alice.step()).toBe('done');
    expect(resultsOf(scene.alice)).toEqual(['works', 'works', 'works']);
  });

  test('begun again in the middle, it has what the second turn opens', async () => {
    const scene = openDoctorScene();
    const { alice } = scene;
    alice.device.hears(0.5);
    const first = alice.doctor.start();
    const second = alice.doctor.start();
    await passes(scene);
    await Promise.all([first, second]);
    expect([alice.step(), alice.findings()?.microphone]).toEqual(['done', 'heard']);
    expect(alice.device.open()).toEqual(['microphone m1', 'camera c1']);
    alice.doctor.close();
    expect(alice.device.open()).toEqual([]);
  });

  test('left in the middle, it opens nothing any more', async () => {
    const scene = openDoctorScene({ alice: { nat: 'blocked' } });
    const checking = scene.alice.doctor.start();
    await settle();
    scene.alice.doctor.close();
    await passes(scene);
    await checking;
    expect([scene.alice.step(), scene.alice.device.open()]).toEqual(['idle', []]);
    expect(scene.internet.size).toBe(0);
  });
});

describe('together', () => {
  test('both learn which ways lead from one to the other', async () => {
    const scene = openDoctorScene();
    const { alice, bob } = scene;
    await checkTogether(scene);
    for (const page of [alice, bob]) {
      const { pair } = page.findings() ?? {};
      expect(pair?.state).toBe('joined');
      expect(Object.values(pair?.ways ?? {}).map(({ result }) => result)).toEqual([
        ...(['works', 'works', 'works', 'works'] as const),
      ]);
      expect(pair?.ways.direct.round_trip_ms).toBe(40);
      expect(pair?.theirs?.nat).toBe('cone');
      expect(meaningsOf(page)[0]).toBe('pairDirect');
    }
    expect(alice.findings()?.pair?.name).toBe('bob');
  });

  test('two that meet by the relay alone, and a friend who reaches none', async () => {
    const symmetric = openDoctorScene({ alice: { nat: 'symmetric' }, bob: { nat: 'symmetric' } });
    await checkTogether(symmetric);
    expect(meaningsOf(symmetric.alice)[0]).toBe('pairRelayed');
    expect(meaningsOf(symmetric.bob)[0]).toBe('pairRelayed');
    const relays = { udp: 'silent', tcp: 'silent', tls: 'refused' } as const;
    const walled = openDoctorScene({ bob: { nat: 'blocked', relays } });
    await checkTogether(walled);
    expect(meaningsOf(walled.alice)).toContain('theirTrouble');
  });

  test('of other families: told, and brought together by the relay', async () => {
    const scene = openDoctorScene({ bob: { family: 'ipv6' } });
    await checkTogether(scene);
    expect(meaningsOf(scene.alice).slice(0, 2)).toEqual(['pairRelayed', 'mixedFamilies']);
  });

  test('nobody who hides the address names it, and no direct way is tried', async () => {
    const scene = openDoctorScene();
    const { alice, bob, server } = scene;
    alice.callSettings.hideAddress(true);
    await checkTogether(scene);
    expect(alice.findings()?.pair?.ways.direct.result).toBe('notOffered');
    expect(bob.findings()?.pair?.theirs).toMatchObject({ isHidden: true, nat: 'unknown' });
    expect(meaningsOf(bob)[0]).toBe('pairRelayed');
    const said = server.signals
      .filter(({ from }) => from === ALICE)
      .map(({ payload }) => fromUtf8(fromBase64url(readEnvelope(String(payload)).ciphertext)));
    expect(said.join()).toContain('typ relay');
    expect(namesAddress(said.join())).toBe(false);
    expect(namesAddress(alice.device.probes.said.join())).toBe(true);
    for (const page of [alice, bob]) {
      expect(namesAddress(JSON.stringify(page.findings()))).toBe(false);
    }
  });

  test('a friend who does not come is not waited for without end', async () => {
    const scene = openDoctorScene();
    const checking = scene.alice.doctor.start({ friend_id: BOB });
    await passes(scene, 65_000);
    await checking;
    expect(meaningsOf(scene.alice)[0]).toBe('notJoined');
    expect(scene.bob.loads()).toBe(0);
  });

  test('signals of somebody else, or of no meaning, change nothing', async () => {
    const scene = openDoctorScene();
    const { alice, server } = scene;
    const checking = alice.doctor.start({ friend_id: BOB });
    await settle();
    for (const payload of [
      'hello',
      null,
      { from: 'x', to: null, n: 1, signal: { type: 'hello' } },
    ]) {
      server.tell(ALICE, 'call_signal', { call_id: 'test-1', payload });
    }
    await passes(scene, 65_000);
    await checking;
    expect(alice.findings()?.pair?.state).toBe('notJoined');
  });
});
