// A device or a line that is slow: what the server has comes before it is said what came meanwhile.
import { expect, test } from 'bun:test';
import { openBob, openTab, textsOf } from '../../../support/fake-client';
import { fakeBrowser } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';

test('a conversation of which nothing is kept opens when it is known how much is unread, at the first', async () => {
  const server = fakeServer();
  const first = server.says('while alice was away');
  server.says('and more');
  const letGo = server.hold(/ws-ticket/);
  const { app, clock } = await openTab(server, fakeBrowser());
  const opening = openBob(app);
  await clock.pass(10_000);
  // Nothing is there that could be read meanwhile.
  expect(textsOf(app)).toEqual([]);
  letGo();
  await opening;
  expect(textsOf(app)).toEqual(['while alice was away', 'and more']);
  expect(app.conversations.unreadOf(BOB)).toBe(2);
  expect(app.windows.timelineOf(BOB).unread_from).toBe(first.id);
});
