// What the worker notified of, and the page that closes it: only what the page knows to be read.
import { expect, test } from 'bun:test';
import { openBob, openTab } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../../support/fake-server';
import { fakePush } from '../../../support/push/fake-push';

const tag = `message ${ALICE} ${BOB}`;
const readUpTo = (up_to: number) => ({
  friend_id: BOB,
  reader_id: ALICE,
  up_to,
  read_at: '2026-01-02T00:00:00.000Z',
});

const open = async () => {
  const [server, device] = [fakeServer(), fakePush()];
  server.says('long ago');
  server.changed(1, 'message_edited', { is_read: true });
  const opened = await openTab(server, { ...fakeBrowser(), push: device.platform });
  /** The worker shows one. */
  const notify = () => {
    device.tags.push(tag);
    device.shown_ms.set(tag, opened.clock.now());
  };
  return { server, device, notify, ...opened };
};

test('a notification of a message that the page does not know yet stays, and goes when it is read', async () => {
  const { app, server, device, notify, tab } = await open();
  await openBob(app);
  tab.isVisible = false;
  notify();
  // Anything else changes in the list meanwhile.
  server.mute('2027-01-01T00:00:00.000Z');
  await settle();
  expect(device.tags).toEqual([tag]);
  const { id } = server.says('tea?');
  await settle();
  expect([device.tags, app.conversations.unreadOf(BOB)]).toEqual([[tag], 1]);
  server.changed(id, 'message_edited', { is_read: true });
  server.tell('message_read', readUpTo(id));
  await settle();
  expect(device.tags).toEqual([]);
});

test('a connection that is back closes what was read elsewhere, and nothing that was shown since', async () => {
  const { server, device, notify, clock } = await open();
  server.disconnect(true);
  notify();
  const { id } = server.says('read on the phone');
  server.changed(id, 'message_edited', { is_read: true });
  await clock.pass(1_000);
  expect(device.tags).toEqual([]);
  server.disconnect(false);
  const letGo = server.hold(/GET \/conversations/);
  await clock.pass(2_000);
  notify();
  letGo();
  await settle();
  expect(device.tags).toEqual([tag]);
});
