// Conversations are pinned, put away, marked and deleted for oneself: on all devices, and for nobody else.
import { expect, setDefaultTimeout, test } from 'bun:test';
import {
  befriendBy,
  comeBack,
  newcomer,
  signInOn,
  tell,
  textsWith,
  until,
} from '../support/client/real-client';
import type { App } from '../support/client/whole-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const people = async (url: string) => {
  const alice = await newcomer(url, 'alice');
  const [bob, carol] = [await newcomer(url, 'bob'), await newcomer(url, 'carol')];
  for (const friend of [bob, carol]) await befriendBy(alice, friend);
  const phone = await signInOn(url, 'alice');
  await until(() => phone.app.isOnline.value);
  const close = () => {
    for (const { browser } of [alice, bob, carol, phone]) browser.close();
  };
  return { alice, bob, carol, phone, close };
};
const idsOf = (app: App): number[] => app.conversations.list.value.map(({ friend }) => friend.id);
const rowOf = (app: App, id: number) =>
  app.conversations.list.value.find(({ friend }) => friend.id === id);

test('what is pinned stands on top, what is put away comes back with a message, and a mark stays till it is read', async () => {
  await using server = await startServer();
  const { alice, bob, carol, phone, close } = await people(server.url);
  const { arrangements } = alice.app;
  await tell(bob.app, alice.id, 'one');
  await tell(carol.app, alice.id, 'two');
  await until(() => idsOf(phone.app)[0] === carol.id);
  await arrangements.pin(bob.id, true);
  await until(() => idsOf(phone.app)[0] === bob.id);
  expect(idsOf(alice.app)).toEqual([bob.id, carol.id]);
  // Put away, it is no longer on top, and counts nowhere.
  await arrangements.archive(bob.id, true);
  await until(() => rowOf(phone.app, bob.id)?.archived);
  expect(rowOf(phone.app, bob.id)).toMatchObject({ pinned: false, unread_count: 1 });
  expect(phone.app.conversations.unreadTotal.value).toBe(1);
  // It is so after a start without a server, too.
  {
    using _ = alice.browser.lie(/./, () => {
      throw new TypeError('Failed to fetch');
    });
    // A page opens with what was kept by then.
    await until(async () => {
      const away = await comeBack(alice.browser);
      await until(() => rowOf(away.app, bob.id));
      return rowOf(away.app, bob.id)?.archived;
    });
  }
  await tell(bob.app, alice.id, 'three');
  await until(() => rowOf(phone.app, bob.id)?.archived === false);
  // Unless nobody wants to hear of it.
  await alice.app.silences.silence(bob.id, 'always');
  await arrangements.archive(bob.id, true);
  await tell(bob.app, alice.id, 'four');
  await until(() => rowOf(phone.app, bob.id)?.preview?.text === 'four');
  expect(rowOf(phone.app, bob.id)).toMatchObject({ archived: true, unread_count: 3 });
  // All of it is read at once, without being looked at.
  const newest = rowOf(alice.app, bob.id)?.preview?.id ?? 0;
  alice.app.receipts.sawAll(bob.id, newest);
  await until(() => rowOf(phone.app, bob.id)?.unread_count === 0);
  await arrangements.markUnread(bob.id);
  await until(() => rowOf(phone.app, bob.id)?.unread);
  await phone.app.actions.openConversation(bob.id);
  expect(rowOf(phone.app, bob.id)?.unread).toBe(false);
  await until(() => rowOf(alice.app, bob.id)?.unread === false);
  // Bob hears of none of it.
  expect(rowOf(bob.app, alice.id)).toMatchObject({
    pinned: false,
    archived: false,
    isSilent: false,
  });
  close();
});

test('a deleted chat is gone from all devices, from the search and offline, and the other one keeps it', async () => {
  await using server = await startServer();
  const { alice, bob, carol, phone, close } = await people(server.url);
  for (const text of ['the first word', 'the second word']) await tell(bob.app, alice.id, text);
  await tell(carol.app, alice.id, 'another word');
  for (const { app } of [alice, phone]) {
    await app.actions.openConversation(bob.id);
    await until(() => textsWith(app, bob.id).length === 2);
  }
  const kept = await alice.browser.kept.openOfflineStore(alice.id);
  const count = async (friend_id: number) => (await kept.next(friend_id, { limit: 9 })).length;
  await until(async () => (await count(bob.id)) === 2 && (await count(carol.id)) === 1);
  await alice.app.drafts.write(`${bob.id}`, 'never mind');
  await alice.app.actions.clearConversation(bob.id);
  for (const { app } of [alice, phone]) {
    await until(() => textsWith(app, bob.id).length === 0);
    await until(() => rowOf(app, bob.id)?.preview === null);
    expect(rowOf(app, bob.id)).toMatchObject({ unread_count: 0 });
  }
  expect(alice.app.drafts.read(`${bob.id}`) ?? '').toBe('');
  await until(async () => (await count(bob.id)) === 0);
  expect(await count(carol.id)).toBe(1);
  await alice.app.search.ask({ text: 'word' });
  await until(() => !alice.app.search.isAtWork.value && alice.app.search.found.value.length > 0);
  expect(alice.app.search.found.value.map(({ item }) => item.text)).toEqual(['another word']);
  expect(rowOf(bob.app, alice.id)?.preview?.text).toBe('the second word');
  // What comes after it is a beginning.
  await tell(bob.app, alice.id, 'hello again');
  for (const { app } of [alice, phone]) await until(() => textsWith(app, bob.id).length === 1);
  const later = await comeBack(phone.browser);
  await until(() => later.app.isOnline.value);
  await later.app.actions.openConversation(bob.id);
  await until(() => textsWith(later.app, bob.id).length === 1);
  // Of somebody who is no friend any more nothing is left.
  for (const { app } of [alice, phone]) await app.actions.openConversation(carol.id);
  const [former] = bob.app.people.friends.value;
  if (former) await bob.app.people.unfriend(former);
  await until(() => alice.app.people.friendOf(bob.id) === undefined);
  await alice.app.actions.clearConversation(bob.id);
  await until(() => !idsOf(alice.app).includes(bob.id) && !idsOf(phone.app).includes(bob.id));
  close();
});

test('what was deleted for both goes for both, though another device deletes the chat before that is told', async () => {
  await using server = await startServer();
  const { alice, bob, phone, close } = await people(server.url);
  for (const text of ['regretted', 'said'])
    expect(await tell(alice.app, bob.id, text)).toBeUndefined();
  await bob.app.actions.openConversation(alice.id);
  await until(() => textsWith(bob.app, alice.id).length === 2);
  await alice.app.actions.openConversation(bob.id);
  const regretted = alice.app.windows
    .timelineOf(bob.id)
    .items.find(({ text }) => text === 'regretted');
  if (regretted === undefined) throw new Error('the message is missing');
  {
    // The line is gone before anybody is told.
    using _ = alice.browser.lie(/^(POST|DELETE) \/messages/, () => {
      throw new TypeError('Failed to fetch');
    });
    await alice.app.actions.removeMessage(regretted);
    await phone.app.actions.clearConversation(bob.id);
    await until(() => textsWith(alice.app, bob.id).length === 0);
  }
  expect(textsWith(bob.app, alice.id)).toEqual(['regretted', 'said']);
  await alice.app.actions.tellChanges();
  await until(() => textsWith(bob.app, alice.id).join() === 'said');
  expect(alice.app.notices.notices.value).toEqual([]);
  close();
});
