// Whether a friend is there, as the web client may show it.
import { expect, test } from 'bun:test';
import { openTab, signIn } from '../../support/fake-client';
import { fakeBrowser, settle } from '../../support/fake-parts';
import { BOB, fakeServer, lost } from '../../support/fake-server';

test('nothing is said of anyone before it was told, nor once the connection is gone', async () => {
  const server = fakeServer();
  const letGo = server.hold(/GET \/friends\?/);
  const { app, clock } = await openTab(server, fakeBrowser());
  server.tell('typing', { user_id: BOB, active: true });
  await settle();
  expect([app.people.presenceOf(BOB), app.typing.isTyping(BOB)]).toEqual([null, false]);
  letGo();
  await settle();
  expect(app.people.presenceOf(BOB)?.status).toBe('online');
  expect([app.typing.isTyping(BOB), app.typing.isTyping(9)]).toEqual([true, false]);
  await clock.pass(6_000);
  expect(app.typing.isTyping(BOB)).toBe(false);
  server.disconnect(true);
  expect(app.people.presenceOf(BOB)).toBeNull();
});

test('who is no friend any more is not shown, also if the list can not be read', async () => {
  const { app, server } = await signIn();
  using _ = server.refuse(/GET \/friends/, lost);
  server.tell('friend_removed', { friend_id: BOB });
  await settle();
  expect([app.people.friends.value, app.people.presenceOf(BOB)]).toEqual([[], null]);
});

test('after a gap the friends are read again, and what comes meanwhile is newer than that', async () => {
  const { app, server, clock } = await signIn();
  server.disconnect(true);
  const letGo = server.hold(/GET \/friends\?/);
  await clock.pass(500);
  server.tell('user_status', { user_id: BOB, username: 'bob', status: 'away' });
  await settle();
  expect(app.people.presenceOf(BOB)).toBeNull();
  letGo();
  await settle();
  expect(app.people.presenceOf(BOB)?.status).toBe('away');
});

test('of hundreds of people who are told of at once the list is read a few times, and the last time after all', async () => {
  const { app, server } = await signIn();
  const lists = () => server.asked.filter((each) => each.startsWith('GET /friends?')).length;
  const before = lists();
  for (let at = 0; at < 300; at += 1) server.tell('friend_accepted', { friend: { id: BOB } });
  await settle();
  expect(lists() - before).toBeLessThanOrEqual(3);
  // What is told while the list is on its way is in the next one.
  const letGo = server.hold(/GET \/friends\?/);
  server.tell('friend_accepted', { friend: { id: BOB } });
  await settle();
  const asked = lists();
  for (let at = 0; at < 9; at += 1) server.tell('friend_removed', { friend_id: 99 });
  letGo();
  await settle();
  expect(lists()).toBe(asked + 1);
  expect(app.people.friends.value.map(({ id }) => id)).toEqual([BOB]);
});
