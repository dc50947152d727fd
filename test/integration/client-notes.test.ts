// Notes to oneself: a conversation with nobody else in it, sealed for one's own key.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { readEnvelope } from '../../src/web/crypto/header';
import { newPrivateKey, publicKeyText, thumbprint } from '../../src/web/crypto/keys';
import { findCurve } from '../../src/web/crypto/x25519';
import {
  befriendBy,
  comeBack,
  newcomer,
  signInOn,
  tell,
  textsWith,
  tokenOf,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('a note is on both devices, read by its writer alone, found, changed, forwarded, and there offline', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const { id } = alice;
  const phone = await signInOn(server.url, 'alice');
  await until(() => phone.app.isOnline.value);
  await alice.app.actions.openConversation(id);
  expect(alice.app.conversations.current.value).toMatchObject({ friend: { id }, preview: null });
  expect(await tell(alice.app, id, 'milk and bread')).toBeUndefined();
  // It came to the other device as one's own, and nobody owes it a reading.
  const rowOn = ({ app }: Pick<typeof phone, 'app'>) =>
    app.conversations.list.value.find(({ friend }) => friend.id === id);
  await until(() => rowOn(phone)?.preview?.text === 'milk and bread');
  expect(rowOn(phone)).toMatchObject({ unread_count: 0 });
  const [posted] = alice.browser.asked.filter(
    ({ method, path }) => method === 'POST' && path === '/messages',
  );
  const { from, to, from_key, to_key } = readEnvelope(String(posted?.body.content)).header;
  expect([from, to]).toEqual([id, id]);
  expect([from_key, to_key]).toEqual(Array(2).fill(alice.app.keys.ownKeyId()));
  // Answered and edited on the other device.
  await phone.app.actions.openConversation(id);
  const [note] = phone.app.windows.timelineOf(id).items;
  if (!note) throw new Error('a note');
  expect(note).toMatchObject({ isSealed: true, isRead: true, trouble: null });
  await phone.app.actions.edit(note, 'milk, bread and eggs');
  await until(() => textsWith(alice.app, id)[0] === 'milk, bread and eggs');
  await phone.app.actions.send(id, 'and butter', note.id).then(({ sent }) => sent);
  await until(() => textsWith(alice.app, id).length === 2);
  // What bob said goes to the notes, and a note to bob.
  expect(await tell(bob.app, alice.id, 'the door code is 4711')).toBeUndefined();
  await alice.app.actions.openConversation(bob.id);
  await until(() => textsWith(alice.app, bob.id).length === 1);
  const said = alice.app.windows.timelineOf(bob.id).items;
  await Promise.all((await alice.app.actions.forward(said, [id], true)).sent);
  const notes = alice.app.windows.timelineOf(id).items.slice(0, 1);
  await Promise.all((await alice.app.actions.forward(notes, [bob.id], true)).sent);
  expect(textsWith(alice.app, id)).toEqual([
    'milk, bread and eggs',
    'and butter',
    'the door code is 4711',
  ]);
  await bob.app.actions.openConversation(alice.id);
  await until(() => textsWith(bob.app, alice.id).includes('milk, bread and eggs'));
  // Bob has no conversation but the one with alice, and she is nobody's friend but his.
  expect(bob.app.conversations.list.value.map(({ friend }) => friend.id)).toEqual([alice.id]);
  expect(alice.app.people.friends.value.map((friend) => friend.id)).toEqual([bob.id]);
  // Without a server it is read, and written for later.
  const kept = await phone.browser.kept.openOfflineStore(id);
  await until(async () => (await kept.next(id, { limit: 9 })).length === 3);
  {
    using _ = phone.browser.lie(/./, () => {
      throw new TypeError('Failed to fetch');
    });
    phone.browser.close();
    const offline = await comeBack(phone.browser);
    await until(() => offline.app.screen.phase.value === 'ready');
    await offline.app.actions.openConversation(id);
    await until(() => textsWith(offline.app, id).includes('and butter'));
    await offline.app.actions.send(id, 'written in the train', null);
    expect(textsWith(offline.app, id).at(-1)).toBe('written in the train');
  }
  const back = await comeBack(phone.browser);
  await until(() => back.app.isOnline.value);
  await until(() => textsWith(alice.app, id).includes('written in the train'));
  for (const { browser } of [alice, bob, phone]) browser.close();
});

test('no server puts another key into a note, writes one, or has one read', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const { id } = alice;
  const mallory = await newPrivateKey(await findCurve());
  const key = { user_id: id, public_key: publicKeyText(mallory), version: 9 };
  const named = { ...key, key_id: await thumbprint(mallory) };
  using _ = alice.browser.lie(/public-key/, () => Response.json({ data: [named] }));
  using __ = alice.browser.lie(/^GET \/friends$/, async (_request, answer) => {
    const honest = (await (await answer()).json()) as { data: object[] };
    const self = { ...alice.app.account.me.value, last_seen: '2026-01-01T00:00:00.000Z' };
    return Response.json({ ...honest, data: [self, ...honest.data] });
  });
  await alice.app.people.load();
  expect(alice.app.people.friends.value).toEqual([]);
  await alice.app.keys.keyChanged(id);
  await alice.app.actions.openConversation(id);
  expect(await tell(alice.app, id, 'only mine')).toBeUndefined();
  const contents = alice.browser.asked
    .filter(({ method, path }) => method === 'POST' && path === '/messages')
    .map(({ body }) => readEnvelope(String(body.content)).header);
  const own = alice.app.keys.ownKeyId();
  expect(contents.map(({ from_key, to_key }) => [from_key, to_key])).toEqual([[own, own]]);
  expect(alice.app.pins.pinOf(id)).toBeUndefined();
  // What nobody sealed says so, though it comes as her own.
  const plain = { receiver_id: id, content: 'wire 500 to mallory', message_type: 'text' };
  await fetch(`${server.url}/api/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: await tokenOf(alice.browser),
    },
    body: JSON.stringify(plain),
  });
  await until(() => textsWith(alice.app, id).length === 2);
  const last = alice.app.windows.timelineOf(id).items.at(-1);
  expect(last).toMatchObject({ isSealed: false, isRead: true });
  expect(alice.browser.asked.filter(({ path }) => path.includes('read'))).toEqual([]);
  alice.browser.close();
});
