// For which key anything is sealed: the pinned one, whatever the server names and in whatever way.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { readEnvelope } from '../../src/web/crypto/header';
import { newPrivateKey, publicKeyText, thumbprint } from '../../src/web/crypto/keys';
import { findCurve } from '../../src/web/crypto/x25519';
import type { Browser, Newcomer } from '../support/client/real-client';
import {
  befriendBy,
  comeBack,
  createBrowser,
  newcomer,
  signInOn,
  tell,
  textsWith,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const mallory = await newPrivateKey(await findCurve());
const mallorys = await thumbprint(mallory);

const pair = async (url: string) => {
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  return { alice, bob, close: () => [alice, bob].map(({ browser }) => browser.close()) };
};
const compare = async ({ app }: Newcomer, friend_id: number) => {
  const number = await app.actions.safetyNumber(friend_id);
  await app.actions.compared(friend_id, number?.key_id ?? '');
};
const contentsOf = (browser: Browser): string[] =>
  browser.asked
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/messages'))
    .map(({ body }) => String(body.content));
const sealedFor = (browser: Browser): string[] =>
  contentsOf(browser).map((content) => readEnvelope(content).header.to_key);

/** The server's word for a key. */
const keyOf = (user_id: number) => ({
  user_id,
  public_key: publicKeyText(mallory),
  key_id: mallorys,
  version: 9,
});
const KEYS = /^GET \/encryption\/public-keys/;
const nothing = (status: number, code: string, details: object = {}) =>
  Response.json({ success: false, error: { code, message: '', details } }, { status });

test('for a compared friend nothing is sealed for another key, in whatever way it is named', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  await compare(alice, bob.id);
  const pinned = alice.app.pins.pinOf(bob.id)?.key_id ?? '';
  const others: [string, object[] | Response][] = [
    ['another key', [keyOf(bob.id)]],
    ['no key', [null] as unknown as object[]],
  ];
  for (const [name, data] of others) {
    using _ = alice.browser.lie(KEYS, () => Response.json({ data }));
    await alice.app.keys.keyChanged(bob.id);
    expect([name, await tell(alice.app, bob.id, name)]).toEqual([name, undefined]);
    expect([name, alice.app.pins.askedAbout.value]).toEqual([name, bob.id]);
    alice.app.pins.dismissQuestion();
    // A reload does not send it either.
    const { app } = await comeBack(alice.browser);
    await app.keys.peerKey(bob.id);
    await until(() => app.isOnline.value);
    expect(contentsOf(alice.browser)).toEqual([]);
  }
  {
    using _ = alice.browser.lie(KEYS, () => Response.json({ data: [keyOf(bob.id)] }));
    using __ = alice.browser.lie(/^POST \/messages$/, () =>
      nothing(409, 'ENCRYPT_003', { user_id: bob.id }),
    );
    const { app } = await comeBack(alice.browser);
    await tell(app, bob.id, 'by a refusal');
    expect(sealedFor(alice.browser).filter((key) => key !== pinned)).toEqual([]);
  }
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({ key_id: pinned, how: 'compared' });
  close();
});

test('what was declined is not sent, now or later, and what was accepted goes', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  await compare(alice, bob.id);
  await bob.app.session.changeKey();
  const fresh = bob.app.keys.ownKeyId();
  await until(() => alice.app.keys.peerKeys.value[bob.id]?.key_id === fresh);
  await tell(alice.app, bob.id, 'declined');
  await alice.app.actions.declineKey(bob.id);
  await tell(alice.app, bob.id, 'accepted');
  expect(contentsOf(alice.browser)).toEqual([]);
  await alice.app.actions.acceptKey(bob.id, fresh);
  await bob.app.actions.openConversation(alice.id);
  await until(() => textsWith(bob.app, alice.id).includes('accepted'));
  const { app } = await comeBack(alice.browser);
  await until(() => app.isOnline.value);
  expect(sealedFor(alice.browser)).toEqual([fresh]);
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({ how: 'accepted', verified: false });
  // Nothing that she wrote is lost: it stands there, unsent, until she says otherwise.
  await app.actions.openConversation(bob.id);
  expect(textsWith(app, bob.id)).toContain('declined');
  const items = app.windows.timelineOf(bob.id).items;
  expect(items.find(({ text }) => text === 'declined')?.state).toBe('failed');
  close();
});

test('an old friend’s draft sealed for one key is sealed again, and never sent, for another', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const pinned = alice.app.pins.pinOf(bob.id)?.key_id ?? '';
  {
    using _ = alice.browser.lie(/^POST \/messages$/, () => Promise.reject(new TypeError('lost')));
    void alice.app.actions.send(bob.id, 'on its way', null);
    await until(() => contentsOf(alice.browser).length === 1);
  }
  await bob.app.session.changeKey();
  const fresh = bob.app.keys.ownKeyId();
  await until(() => alice.app.keys.peerKeys.value[bob.id]?.key_id === fresh);
  await alice.app.actions.acceptKey(bob.id, fresh);
  await bob.app.actions.openConversation(alice.id);
  await until(() => textsWith(bob.app, alice.id).includes('on its way'));
  expect(sealedFor(alice.browser)).toEqual([pinned, fresh]);
  const mids = contentsOf(alice.browser).map((content) => readEnvelope(content).header.mid);
  expect(new Set(mids).size).toBe(1);
  close();
});

test('for somebody only met the new key is pinned, the old one stays known, and a line tells of it', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const before = bob.app.keys.ownKeyId();
  await tell(bob.app, alice.id, 'under the old key');
  await bob.app.session.changeKey();
  const fresh = bob.app.keys.ownKeyId();
  await until(() => alice.app.pins.pinOf(bob.id)?.key_id === fresh);
  expect(await tell(alice.app, bob.id, 'under the new key')).toBeUndefined();
  expect(sealedFor(alice.browser)).toEqual([fresh]);
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({
    how: 'first',
    news: ['key'],
    keys: [{ key_id: before, how: 'first' }],
  });
  expect(textsWith(alice.app, bob.id)).toContain('under the old key');
  // A line about another key, or about something else, says nothing of this one.
  await alice.app.actions.pressLine(bob.id, { line: 'key', key_id: before });
  await alice.app.actions.pressLine(bob.id, { line: 'former' });
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({ how: 'first', news: ['key'] });
  await alice.app.actions.pressLine(bob.id, { line: 'key', key_id: fresh });
  expect(alice.app.pins.pinOf(bob.id)?.news).toBeUndefined();
  // The press said yes to it: the next other key is asked about.
  expect(alice.app.pins.pinOf(bob.id)?.how).toBe('accepted');
  close();
});

test('a number belongs to its key: if that changes while it is shown, nothing is pinned', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const number = await alice.app.actions.safetyNumber(bob.id);
  const theirs = await bob.app.actions.safetyNumber(alice.id);
  expect(number?.digits).toBe(theirs?.digits ?? '');
  using _ = alice.browser.lie(KEYS, () => Response.json({ data: [keyOf(bob.id)] }));
  await alice.app.keys.keyChanged(bob.id);
  await expect(alice.app.actions.compared(bob.id, number?.key_id ?? '')).rejects.toThrow(
    'COMPARED_OTHER',
  );
  expect(alice.app.pins.pinOf(bob.id)?.verified).toBe(false);
  close();
});

test('a number that is compared while a message is being sealed keeps it from the other key', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const { keys, pins } = alice.app;
  const own = bob.app.keys.ownKeyId();
  expect(pins.pinOf(bob.id)).toMatchObject({ key_id: own, how: 'first' });
  using _ = alice.browser.lie(KEYS, () => Response.json({ data: [keyOf(bob.id)] }));
  await keys.peerKey(bob.id, true);
  const comparing = keys.accept(bob.id, own, 'compared');
  await expect(keys.keyToSeal(bob.id)).rejects.toThrow('KEY_CHANGED');
  await comparing;
  expect(pins.pinOf(bob.id)).toMatchObject({ key_id: own, how: 'compared' });
  close();
});

test('another message under its id is no answer: what was written is kept, and sent', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  {
    using _ = alice.browser.lie(/^POST \/messages$/, () =>
      Response.json({ data: { id: 9, sender_id: alice.id, receiver_id: bob.id, content: 'x' } }),
    );
    await tell(alice.app, bob.id, 'mine');
  }
  await bob.app.actions.openConversation(alice.id);
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(bob.app, alice.id).includes('mine'));
  close();
});

test('what the server calls a message in the clear is not edited in the clear, online or off', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  await compare(alice, bob.id);
  expect(await tell(alice.app, bob.id, 'at five')).toBeUndefined();
  // On a device that has not seen it: else what was sealed stays so.
  const browser = createBrowser(server.url);
  const inTheClear = (message: object) => ({ ...message, is_encrypted: false, content: 'at nine' });
  using _ = browser.lie(/^GET \/messages\/\d+\?/, async (_, answer) => {
    const { data } = await (await answer()).json();
    return Response.json({ data: { ...data, messages: data.messages.map(inTheClear) } });
  });
  using __ = browser.lie(/^GET \/conversations$/, async (_, answer) => {
    const { data } = await (await answer()).json();
    const all = data.map((each: { last_message: object }) => ({
      ...each,
      last_message: inTheClear(each.last_message),
    }));
    return Response.json({ data: all });
  });
  const { app } = await signInOn(server.url, 'alice', browser);
  await until(() => app.isOnline.value);
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(app, bob.id).includes('at nine'));
  const [item] = app.windows.timelineOf(bob.id).items;
  if (!item) throw new Error('it is there');
  await expect(app.actions.edit(item, 'at six')).rejects.toThrow('NEVER_PLAIN');
  // Nor is it told later, if the connection is lost meanwhile.
  {
    using ___ = browser.lie(/^GET \/encryption\/public-keys/, () => nothing(503, 'SERVER_002'));
    app.keys.forgetPeers();
    await app.actions.edit(item, 'at seven');
  }
  await app.actions.openConversation(bob.id);
  browser.close();
  const again = await comeBack(browser);
  await until(() => again.app.isOnline.value);
  await until(() => again.app.notices.notices.value.some(({ kind }) => kind === 'changeRefused'));
  expect(contentsOf(browser)).toEqual([]);
  browser.close();
  close();
});
