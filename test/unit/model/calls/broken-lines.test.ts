// What goes wrong in a call, and how it goes on.
import { describe, expect, test } from 'bun:test';
import { BOB, openCallScene, talk } from '../../../support/calls/call-scene';
import { settle } from '../../../support/fake-parts';

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

  test('lost in the call, with a server that is slow to name servers: what the other one says is heard meanwhile', async () => {
    const scene = await openCallScene();
    const { alice, bob, clock } = scene;
    await talk(scene);
    const { restarts } = alice.device.log;
    const letGo = alice.holdIceServers();
    alice.disconnect();
    await alice.connect();
    await bob.calls.media.turnMicrophone(false);
    await settle();
    expect(alice.calls.remote.value.sending.microphone).toBe(false);
    expect(alice.device.log.restarts).toBe(restarts);
    // No longer than a second: those of before are good for as long as a call may last.
    await clock.pass(1_000);
    expect(alice.device.log.restarts).toBe(restarts + 1);
    letGo();
    await settle();
    expect([alice.device.log.restarts, alice.phase()]).toEqual([restarts + 1, 'running']);
  });

  test('lost by the other one alone: the caller begins ICE again at once, and asks for nothing', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await talk(scene);
    const [asked, { restarts }] = [alice.asked.length, alice.device.log];
    bob.disconnect();
    await bob.connect();
    await settle();
    expect([alice.asked.length, alice.device.log.restarts]).toEqual([asked, restarts + 1]);
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

  test('lost before the answer to answering came: it is answered again, and the two talk', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    const { hear } = bob.line;
    // What the server says gets lost with the line.
    bob.line.hear = () => {};
    await Promise.race([bob.calls.accept(false), settle()]);
    expect([...server.calls.values()].map(({ state }) => state)).toEqual(['accepted']);
    bob.disconnect();
    await settle();
    bob.line.hear = hear;
    expect(bob.phase()).toBe('incoming');
    await bob.connect();
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
    expect(server.said.filter(({ type }) => type === 'call_accept')).toHaveLength(2);
  });

  test('lost before answering was pressed: nobody answers by themselves with the next one', async () => {
    const scene = await openCallScene();
    const { alice, bob, server } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    bob.disconnect();
    await bob.calls.accept(false);
    expect([bob.phase(), bob.calls.call.value?.isAccepting]).toEqual(['incoming', false]);
    await bob.connect();
    await settle();
    expect([alice.phase(), bob.phase()]).toEqual(['outgoing', 'incoming']);
    expect(server.said.map(({ type }) => type)).not.toContain('call_accept');
  });

  test('lost before the answer to answering came, and over meanwhile: it is over', async () => {
    const scene = await openCallScene();
    const { alice, bob } = scene;
    await alice.calls.invite(BOB, 'voice');
    await settle();
    const { hear } = bob.line;
    bob.line.hear = () => {};
    await Promise.race([bob.calls.accept(false), settle()]);
    bob.disconnect();
    alice.calls.hangUp();
    await settle();
    bob.line.hear = hear;
    await bob.connect();
    await settle();
    expect([bob.phase(), bob.end(), bob.device.open()]).toEqual(['ended', 'lost', []]);
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
