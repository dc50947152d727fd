// What goes wrong in a call, and how it goes on.
import { describe, expect, test } from 'bun:test';
import { BOB, openCallPage, openCallScene, talk } from '../../../support/calls/call-scene';
import { fakeLocks } from '../../../support/fake-locks';
import { fakeTexts, settle } from '../../../support/fake-parts';

describe('the line', () => {
  test('broken for two seconds, the caller begins ICE again, and the call goes on', async () => {
    const scene = await openCallScene();
    const { alice, bob, network, clock } = scene;
    await talk(scene);
    const before = alice.device.log.restarts;
    network.cut('disconnected');
    expect([alice.phase(), bob.phase()]).toEqual(['reconnecting', 'reconnecting']);
    await clock.pass(1_900);
    expect(alice.device.log.restarts).toBe(before);
    await clock.pass(200);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(alice.device.log.restarts).toBeGreaterThan(before);
    expect(bob.device.log.restarts).toBe(0);
    expect(alice.device.connections).toHaveLength(1);
  });

  test('that never comes back ends the call and says why', async () => {
    const scene = await openCallScene();
    const { alice, bob, network, clock, server } = scene;
    await talk(scene);
    server.relays(() => {});
    network.cut('failed');
    await clock.pass(26_000);
    expect([alice.end(), bob.end()]).toContain('noRelay');
    expect([alice.phase(), bob.phase()]).toEqual(['ended', 'ended']);
  });

  test('with a relay the words are others', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock, server } = scene;
    const relay = { urls: ['turn:chat8.example'], username: 'u', credential: 'c' };
    for (const { iceServers } of [alice, bob]) iceServers.ice_servers = [relay];
    server.relays(() => {});
    await talk(scene);
    await clock.pass(26_000);
    expect([alice.end(), bob.end()]).toContain('unreachable');
  });

  test('another network: the caller begins again at once, the other one asks for it', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene);
    const { restarts } = alice.device.log;
    alice.networkChanged();
    await settle();
    expect(alice.device.log.restarts).toBe(restarts + 1);
    bob.networkChanged();
    await settle();
    expect(alice.device.log.restarts).toBe(restarts + 2);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
  });

  test('weak for a while is said, and good again is said, too', async () => {
    const scene = await openCallScene();
    const { alice, clock } = scene;
    await talk(scene);
    alice.device.measures({ lost: 0.2 });
    await clock.pass(2_000);
    expect(alice.calls.quality.value).toBe('good');
    await clock.pass(2_000);
    expect(alice.calls.quality.value).toBe('weak');
    alice.device.measures({ lost: 0 });
    await clock.pass(10_000);
    expect(alice.calls.quality.value).toBe('good');
  });
});

describe('the socket', () => {
  test('lost in the call: the same page goes on with it, with servers asked for again', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    await talk(scene);
    const [asked, { restarts }] = [alice.asked.length, alice.device.log];
    alice.disconnect();
    await alice.connect();
    await settle();
    expect(server.said.map(({ type }) => type)).toContain('call_rejoin');
    expect(alice.asked.length).toBe(asked + 1);
    expect(alice.device.log.restarts).toBe(restarts + 1);
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
  });

  test('lost with all that was said: it is said again', async () => {
    const scene = await openCallScene();
    const { alice, bob, server, network } = scene;
    let isLost = true;
    server.relays((_, pass) => void (isLost || pass()));
    await talk(scene);
    expect([alice.phase(), bob.phase()]).toEqual(['connecting', 'connecting']);
    isLost = false;
    bob.disconnect();
    await bob.connect();
    await settle();
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(network.links()).toHaveLength(1);
  });

  test('lost while it rings: the caller goes on ringing, and is answered', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    alice.disconnect();
    await alice.connect();
    expect(alice.phase()).toBe('outgoing');
    await bob.calls.accept(false);
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
  });

  test('back after the call was over, both say it', async () => {
    const scene = await openCallScene();
    const { alice, server } = scene;
    await talk(scene);
    alice.disconnect();
    for (const call of server.calls.values()) server.end(call, 'failed');
    await alice.connect();
    expect([alice.phase(), alice.end()]).toEqual(['ended', 'lost']);
  });

  test('back after the ringing was over, it rings no more', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    bob.disconnect();
    alice.calls.hangUp();
    await settle();
    expect(bob.phase()).toBe('incoming');
    await bob.connect();
    expect([bob.phase(), bob.end()]).toEqual(['ended', 'timeout']);
  });

  test('back while it still rings, it goes on', async () => {
    const { alice, bob } = await openCallScene();
    await alice.calls.invite(BOB, 'voice');
    await settle();
    bob.disconnect();
    await bob.connect();
    expect(bob.phase()).toBe('incoming');
  });

  test('a server that says nothing is given up', async () => {
    const { alice, server, clock } = await openCallScene();
    server.goDeaf();
    const calling = alice.calls.invite(BOB, 'voice');
    await settle();
    await clock.pass(10_000);
    await calling;
    expect(alice.end()).toBe('notSent');
    expect(alice.device.open()).toEqual([]);
  });

  test('without one nobody is called', async () => {
    const { alice } = await openCallScene();
    alice.disconnect();
    await alice.calls.invite(BOB, 'voice');
    expect(alice.end()).toBe('notSent');
  });
});

describe('a reload', () => {
  for (const who of ['caller', 'callee'] as const) {
    test(`of the ${who} goes on with the call, with what was on`, async () => {
      const scene = await openCallScene();
      const { alice, bob, browsers, world, network } = scene;
      await talk(scene);
      const [page, other, browser] =
        who === 'caller' ? [alice, bob, browsers.alice] : [bob, alice, browsers.bob];
      await page.calls.media.turnMicrophone(false);
      await page.calls.media.turnCamera(true);
      const { began_at } = page.calls.call.value ?? {};
      await settle();
      page.disconnect();
      const again = openCallPage(world, { ...browser, locks: fakeLocks() }, page.tabStore);
      await again.connect();
      await settle();
      await settle();
      expect([again.phase(), other.phase()]).toEqual(['running', 'running']);
      expect(again.calls.call.value?.began_at).toBe(began_at ?? null);
      expect(again.calls.media.sending.value).toEqual({
        microphone: false,
        camera: true,
        screen: false,
      });
      expect(network.links().at(-1)).toContain(again.line.name.replace(' ', '-'));
    });
  }

  test('of a caller that still rings goes on ringing', async () => {
    const scene = await openCallScene();
    const { alice, bob, browsers, world } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    alice.disconnect();
    const again = openCallPage(world, { ...browsers.alice, locks: fakeLocks() }, alice.tabStore);
    await again.connect();
    expect(again.phase()).toBe('outgoing');
    await bob.calls.accept(false);
    await settle();
    await settle();
    expect([again.phase(), bob.phase()]).toEqual(['running', 'running']);
  });

  test('a copy of the tab has no part in the call', async () => {
    const scene = await openCallScene();
    const { alice, browsers, world } = scene;
    await talk(scene);
    const copied = fakeTexts();
    for (const name of alice.tabStore.names()) {
      copied.setItem(name, alice.tabStore.getItem(name) ?? '');
    }
    const copy = openCallPage(world, browsers.alice, copied);
    await copy.connect();
    expect([copy.phase(), alice.phase()]).toEqual([null, 'running']);
  });

  test('under another key than before it is no longer this call', async () => {
    const scene = await openCallScene();
    const { bob, browsers, world } = scene;
    await talk(scene);
    bob.disconnect();
    const again = openCallPage(world, { ...browsers.bob, locks: fakeLocks() }, bob.tabStore);
    again.pins.replace({});
    await again.connect();
    expect(again.end()).toBe('keyChanged');
  });
});
