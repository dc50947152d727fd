// Whom alice hears: a soft tone for what arrives while she looks elsewhere, none from those whom she
// silenced, and none when she wants none.
import { expect, test } from 'bun:test';
import { openBob, openTab, previewOf } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';
import { fakePush } from '../../../support/push/fake-push';

const hour_ms = 3_600_000;

const open = async (...pages: { isVisible: boolean }[]) => {
  const [server, device] = [fakeServer(), fakePush()];
  const browser = { ...fakeBrowser(), push: device.platform };
  const tabs = await Promise.all(
    (pages.length > 0 ? pages : [{ isVisible: false }]).map(async ({ isVisible }) => {
      const opened = await openTab(server, browser);
      opened.tab.isVisible = isVisible;
      return opened;
    }),
  );
  const [first] = tabs;
  if (first === undefined) throw new Error('no page');
  const { app, clock } = first;
  /** Bob says something; how many tones there were for it. */
  const tonesFor = async (text: string): Promise<number> => {
    const before = device.tones;
    server.says(text);
    await settle();
    await Promise.all(tabs.map((each) => each.clock.pass(10_000)));
    await settle();
    return device.tones - before;
  };
  return { server, device, app, clock, tabs, tonesFor };
};

test('a message that nobody sees arrive is heard, once for all tabs; one that is seen is not', async () => {
  const { tonesFor, app } = await open({ isVisible: false }, { isVisible: false });
  expect(await tonesFor('tea?')).toBe(1);
  // Her own words are no news.
  await app.actions.send(BOB, 'yes', null);
  await settle();
  expect(await tonesFor('at five')).toBe(1);
  const seen = await open({ isVisible: true });
  expect(await seen.tonesFor('tea?')).toBe(0);
});

test('nobody hears it who turned it off, wants calls only, or is not to be disturbed', async () => {
  const off = await open();
  off.app.sounds.turn(false);
  expect(await off.tonesFor('tea?')).toBe(0);
  off.app.sounds.turn(true);
  expect([await off.tonesFor('tea?'), off.app.sounds.isOn.value]).toEqual([1, true]);
  const calls = await open();
  calls.server.push.calls_only = true;
  expect(await calls.tonesFor('tea?')).toBe(0);
  const busy = await open();
  busy.server.push.dnd_until = new Date(busy.clock.now() + hour_ms).toISOString();
  expect(await busy.tonesFor('tea?')).toBe(0);
  await busy.clock.pass(hour_ms);
  expect(await busy.tonesFor('now?')).toBe(1);
});

test('a message makes one sound: where the system notifies of it, the page makes none', async () => {
  const { server, device, clock, tonesFor } = await open();
  const own = {
    id: 7,
    device: 'Firefox',
    current: true,
    created_at: '2026-01-01T00:00:00.000Z',
    sent_at: null,
    shown_at: null,
    waiting: 0,
    state: 'good',
    why: null,
    show: 'name',
    quiet: null,
  };
  Object.assign(server.push, { enabled: true, subscriptions: [own] });
  device.permission = 'granted';
  expect(await tonesFor('tea?')).toBe(0);
  // Its service does not bring them any more; then the browser was told to bring none.
  Object.assign(server.push, { subscriptions: [{ ...own, state: 'quiet' }] });
  await clock.pass(61_000);
  expect(await tonesFor('tea??')).toBe(1);
  Object.assign(server.push, { subscriptions: [own] });
  device.permission = 'denied';
  await clock.pass(61_000);
  expect(await tonesFor('tea???')).toBe(1);
});

test('whoever is silenced makes no sound and no badge, on all devices, until it is over', async () => {
  const { server, app, clock, tonesFor } = await open();
  await tonesFor('tea?');
  expect([previewOf(app)?.isSilent, app.conversations.unreadTotal.value]).toEqual([false, 1]);
  await app.silences.silence(BOB, 8 * hour_ms);
  expect(previewOf(app)?.isSilent).toBe(true);
  expect([await tonesFor('tea??'), app.conversations.unreadTotal.value]).toEqual([0, 0]);
  expect(previewOf(app)?.unread_count).toBe(2);
  await clock.pass(8 * hour_ms);
  expect([previewOf(app)?.isSilent, app.conversations.unreadTotal.value]).toEqual([false, 2]);
  expect(await tonesFor('tea???')).toBe(1);
  // Another device of hers says so, for ever.
  server.mute('2999-01-01T00:00:00.000Z');
  await settle();
  expect([app.silences.isSilent(BOB), app.silences.isForEver(BOB)]).toEqual([true, true]);
  await openBob(app);
  server.mute(null);
  await settle();
  expect(app.silences.isSilent(BOB)).toBe(false);
});

test('a silence is there from the start, and an earlier one that is over is none', async () => {
  const server = fakeServer();
  server.says('tea?');
  server.mute('2999-01-01T00:00:00.000Z');
  const later = await openTab(server, fakeBrowser());
  expect(later.app.silences.isSilent(BOB)).toBe(true);
  server.mute('2001-01-01T00:00:00.000Z');
  await settle();
  expect(later.app.silences.isSilent(BOB)).toBe(false);
});
