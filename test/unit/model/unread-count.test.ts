// What is unread, and the line above it, while a slow line brings an account of it in pieces.
import { expect, test } from 'bun:test';
import { openBob, openTab, textsOf } from '../../support/fake-client';
import { fakeBrowser, settle } from '../../support/fake-parts';
import type { FakeServer } from '../../support/fake-server';
import { ALICE, BOB, fakeServer } from '../../support/fake-server';

/** What a line brings is held back while `isHeld`, but for greetings. */
const openHeld = async (server: FakeServer) => {
  const frames: (() => void)[] = [];
  const held = { isHeld: false, frames };
  const openSocket: FakeServer['openSocket'] = (path, events) =>
    server.openSocket(path, {
      ...events,
      frame(text) {
        if (held.isHeld && !text.includes('"hello"')) frames.push(() => events.frame(text));
        else events.frame(text);
      },
    });
  return { ...(await openTab({ ...server, openSocket }, fakeBrowser())), held };
};

test('what is unread is counted once, whether its page or its event comes first, and the line is above all of it', async () => {
  for (const told of [0, 7, 20]) {
    const server = fakeServer();
    server.changed(server.says('read').id, 'message_edited', { is_read: true });
    const { app, held } = await openHeld(server);
    const { frames } = held;
    const line = () => app.windows.timelineOf(BOB).unread_from;
    const unread = () => app.conversations.unreadOf(BOB);
    held.isHeld = true;
    const missed = Array.from({ length: 20 }, (_, at) => server.says(`missed ${at}`));
    const first = missed[0]?.id ?? 0;
    for (const tell of frames.splice(0, told)) tell();
    await settle();
    expect(unread()).toBe(told);
    await openBob(app);
    expect([told, textsOf(app).length, unread(), line()]).toEqual([told, 21, 20, first]);
    for (const tell of frames) tell();
    await settle();
    expect([told, unread(), line()]).toEqual([told, 20, first]);
    server.tell('message_read', {
      ...{ friend_id: BOB, reader_id: ALICE, up_to: missed[11]?.id ?? 0 },
      read_at: '2026-01-02T00:00:00.000Z',
    });
    frames.at(-1)?.();
    await settle();
    expect([told, unread(), line()]).toEqual([told, 8, first]);
  }
});

test('whoever opens a conversation in the midst of what is made up for is set down at the first of it', async () => {
  const server = fakeServer();
  server.changed(server.says('read').id, 'message_edited', { is_read: true });
  const { app, clock, held } = await openHeld(server);
  server.disconnect(true);
  held.isHeld = true;
  const missed = Array.from({ length: 20 }, (_, at) => server.says(`missed ${at}`));
  await clock.pass(2_000);
  for (const tell of held.frames.splice(0, 10)) tell();
  await settle();
  expect([app.isCatchingUp.value, app.conversations.unreadOf(BOB)]).toEqual([true, 10]);
  const letGo = server.hold(/GET \/messages\/2/);
  const opening = openBob(app);
  await clock.pass(6_000);
  for (const tell of held.frames.splice(0, 5)) tell();
  await settle();
  expect(app.isCatchingUp.value).toBe(true);
  letGo();
  await opening;
  for (const tell of held.frames) tell();
  await settle();
  const { items, unread_from } = app.windows.timelineOf(BOB);
  expect([items.length, unread_from]).toEqual([21, missed[0]?.id ?? 0]);
});
