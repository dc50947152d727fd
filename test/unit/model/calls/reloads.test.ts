// A page that is loaded again in a call, or copied.
import { expect, test } from 'bun:test';
import { BOB, openCallPage, openCallScene, talk } from '../../../support/calls/call-scene';
import { fakeLocks } from '../../../support/fake-locks';
import { fakeTexts, settle } from '../../../support/fake-parts';

for (const who of ['caller', 'callee'] as const) {
  test(`a reload of the ${who} goes on with the call, with what was on`, async () => {
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

test('a reload of a caller that still rings goes on ringing', async () => {
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

test('after a reload under another key than before it is no longer this call', async () => {
  const scene = await openCallScene();
  const { bob, browsers, world } = scene;
  await talk(scene);
  bob.disconnect();
  const again = openCallPage(world, { ...browsers.bob, locks: fakeLocks() }, bob.tabStore);
  again.pins.replace({});
  await again.connect();
  expect(again.end()).toBe('keyChanged');
});
