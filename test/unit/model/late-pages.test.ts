// Whoever goes to several places of a conversation stands where they went last, whichever page of it
// comes last.
import { expect, test } from 'bun:test';
import { itemsOf, openBob, openTab, textsOf } from '../../support/fake-client';
import { fakeBrowser, settle } from '../../support/fake-parts';
import type { FakeServer } from '../../support/fake-server';
import { BOB, fakeServer, refusal } from '../../support/fake-server';

const messages = 300;

/** All of them read, so that the conversation opens at its end. */
const talk = (server: FakeServer): void => {
  for (let at = 1; at <= messages; at += 1) {
    const { id } = server.says(`message ${at}`);
    server.changed(id, 'message_edited', { is_read: true });
  }
};

const longTalk = async () => {
  const server = fakeServer();
  talk(server);
  const opened = { ...(await openTab(server, fakeBrowser())), server };
  await settle();
  await openBob(opened.app);
  return opened;
};

const around = (id: number): RegExp =>
  new RegExp(`/messages/2\\?.*(before=${id + 1}|after=${id})$`);
const newest = /\/messages\/2\?limit=\d+$/;
const isShown = (texts: string[], id: number) => texts.includes(`message ${id}`);

test('of two messages that are gone to, the one that was pressed last is shown', async () => {
  const { app, server } = await longTalk();
  const letGo = server.hold(around(50));
  const first = app.actions.toMessage(BOB, 50);
  expect(await app.actions.toMessage(BOB, 150)).toBe(true);
  letGo();
  expect(await first).toBe(false);
  await settle();
  expect([isShown(textsOf(app), 50), isShown(textsOf(app), 150)]).toEqual([false, true]);
  expect(app.screen.place.value).toMatchObject({ friend_id: BOB, id: 150 });
});

test('whoever went on to the end, or wrote something, is not called back by a page that comes late', async () => {
  const { app, server } = await longTalk();
  for (const goOn of [
    () => app.actions.toEnd(BOB),
    () => app.actions.send(BOB, 'and now', null),
    () => app.actions.openConversation(BOB),
  ]) {
    const letGo = server.hold(around(50));
    const first = app.actions.toMessage(BOB, 50);
    await settle();
    await goOn();
    const place = app.screen.place.value;
    letGo();
    expect(await first).toBe(false);
    await settle();
    expect(isShown(textsOf(app), messages)).toBe(true);
    expect(app.windows.timelineOf(BOB)).toMatchObject({ next_after: null, isLoading: false });
    expect(app.screen.place.value).toBe(place);
  }
});

test('that a message is gone, of which nobody wants to know any more, is not said', async () => {
  const { app, server } = await longTalk();
  const letGo = server.hold(around(50));
  const first = app.actions.toMessage(BOB, 50);
  await settle();
  using _ = server.trouble(around(50), () => refusal(404, 'FRIEND_001'));
  await app.actions.toEnd(BOB);
  letGo();
  expect(await first).toBe(false);
});

test('whoever goes to a message while the newest page is on its way stays there', async () => {
  const server = fakeServer();
  talk(server);
  const { app } = await openTab(server, fakeBrowser());
  const letGo = server.hold(newest);
  const opening = app.actions.openConversation(BOB);
  await settle();
  expect(await app.actions.toMessage(BOB, 50)).toBe(true);
  letGo();
  await opening;
  await settle();
  expect(isShown(textsOf(app), 50)).toBe(true);
  expect(app.windows.timelineOf(BOB)).toMatchObject({ isLoading: false });
  // The end is there with the next press.
  await app.actions.toEnd(BOB);
  expect(itemsOf(app).at(-1)?.text).toBe(`message ${messages}`);
});

test('whoever goes to a message while the end that was asked for is on its way stays there', async () => {
  const { app, server } = await longTalk();
  await app.actions.toMessage(BOB, 50);
  const letGo = server.hold(newest);
  const leaving = app.actions.toEnd(BOB);
  await settle();
  expect(await app.actions.toMessage(BOB, 150)).toBe(true);
  letGo();
  await leaving;
  await settle();
  expect([isShown(textsOf(app), 150), isShown(textsOf(app), messages)]).toEqual([true, false]);
  expect(app.screen.place.value).toMatchObject({ friend_id: BOB, id: 150 });
});

test('what is loaded again after a gap is what is shown by then', async () => {
  const { app, server, clock } = await longTalk();
  const letGo = server.hold(around(messages));
  server.disconnect(false);
  await clock.pass(2_000);
  await app.actions.toMessage(BOB, 50);
  server.says('in the gap');
  letGo();
  await settle();
  expect(isShown(textsOf(app), 50)).toBe(true);
  await app.actions.toEnd(BOB);
  expect(itemsOf(app).at(-1)?.text).toBe('in the gap');
});

test('who writes hears why it was refused also where the end of the conversation comes later', async () => {
  const { app, server } = await longTalk();
  await app.actions.toMessage(BOB, 50);
  const letGo = server.hold(newest);
  using _ = server.refuse(/POST \/messages\?/, () => refusal(404, 'USER_001'));
  const writing = app.actions.send(BOB, 'hello', null);
  await settle();
  letGo();
  const { sent } = await writing;
  expect(await sent.catch(({ code }) => code)).toBe('USER_001');
});
