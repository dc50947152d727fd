// A call that fails says why to both people, and what it met on its way.
import { describe, expect, test } from 'bun:test';
import type { RelayAnswer, Trace } from '../../../../src/web/model/calls/trace';
import { failureOf } from '../../../../src/web/model/calls/trace';
import type { CallScene } from '../../../support/calls/call-scene';
import { openCallScene, talk } from '../../../support/calls/call-scene';
import { settle } from '../../../support/fake-parts';

const hangUps = ({ server }: CallScene) =>
  server.said.filter(({ type }) => type === 'call_hangup').map(({ data }) => data);

const trace = (more: Partial<Trace>): Trace => ({
  relays: { udp: 'silent', tcp: 'refused', tls: 'notOffered' },
  isHidden: false,
  wasConnected: false,
  hasMoved: false,
  theirs: { isHeard: true, hasRelay: true, hasDirect: true },
  ...more,
});
const relays = (udp: RelayAnswer, tcp: RelayAnswer, tls: RelayAnswer) =>
  trace({ relays: { udp, tcp, tls } });

test('each end of a call that failed has its word for the server', () => {
  expect(failureOf('unreachable', relays('silent', 'refused', 'silent'))).toBe('relay_silent');
  expect(failureOf('unreachable', relays('given', 'refused', 'silent'))).toBe('unreachable');
  expect(failureOf('unreachable', relays('unauthorized', 'silent', 'silent'))).toBe(
    'relay_refused',
  );
  expect(failureOf('unreachable', relays('notOffered', 'notOffered', 'refused'))).toBe(
    'relay_certificate',
  );
  expect(failureOf('unreachable', trace({ wasConnected: true }))).toBe('lost');
  expect(failureOf('noRelay', trace({ wasConnected: true }))).toBe('lost');
  expect(failureOf('hiddenNoRelay', trace({}))).toBe('no_relay');
  expect(failureOf('keyChanged', trace({}))).toBe('key_changed');
});

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
    // The server's figures say it, too, and name nobody.
    expect(hangUps(scene)).toEqual([{ call_id: 'call-1', failure: 'no_relay' }]);
    expect(alice.calls.call.value?.trace).toEqual({
      relays: { udp: 'notOffered', tcp: 'notOffered', tls: 'notOffered' },
      isHidden: false,
      wasConnected: false,
      hasMoved: false,
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
    expect(hangUps(scene)).toEqual([{ call_id: 'call-1' }]);
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
