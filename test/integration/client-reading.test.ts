// Whose a message is: what a server that lies in pages and events can not make look genuine.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Message } from '../../src/protocol/objects';
import type { Body } from '../../src/web/crypto/body';
import { newPrivateKey, publicKeyText, readPublicKey, thumbprint } from '../../src/web/crypto/keys';
import { openChannel, sealMessage } from '../../src/web/crypto/message';
import { findCurve } from '../../src/web/crypto/x25519';
import type { Browser, Newcomer } from '../support/client/real-client';
import {
  befriendBy,
  comeBack,
  newcomer,
  tell,
  textsWith,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const curve = await findCurve();
const mallory = await newPrivateKey(curve);

const pair = async (url: string) => {
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  await bob.app.actions.openConversation(alice.id);
  return { alice, bob, close: () => [alice, bob].map(({ browser }) => browser.close()) };
};

/** Sealed by mallory for alice, with the names and key ids that the server wants. */
const forged = async (alice: Newcomer, from: number, to: number, body: Body) => {
  const own = readPublicKey(alice.app.keys.identity()?.public_key ?? '');
  const channel = await openChannel(curve, mallory, own);
  const isHers = from === alice.id;
  const named = isHers
    ? { ...channel, own_key: channel.peer_key, peer_key: channel.own_key }
    : channel;
  return sealMessage(named, { from, to, type: 'text' }, body);
};

const messageOf = (
  id: number,
  from: number,
  to: number,
  { content, mid }: { content: string; mid: string },
): Message => ({
  id,
  sender_id: from,
  receiver_id: to,
  content,
  message_type: 'text',
  timestamp: new Date().toISOString(),
  is_read: false,
  is_encrypted: true,
  client_id: mid,
});

/** The page of a conversation, with more in it; mallory's key is an old one of everybody's. */
const withMore = (browser: Browser, friend_id: number, more: Message[]) => {
  const page = browser.lie(new RegExp(`^GET /messages/${friend_id}\\b`), async (_, answer) => {
    const { data } = (await (await answer()).json()) as { data: { messages: Message[] } };
    return Response.json({ data: { ...data, messages: [...more, ...data.messages] } });
  });
  const key = browser.lie(/^GET \/encryption\/public-key\//, async () => {
    const key_id = await thumbprint(mallory);
    const data = { user_id: friend_id, public_key: publicKeyText(mallory), key_id, version: 1 };
    return Response.json({ data });
  });
  return {
    [Symbol.dispose]() {
      page[Symbol.dispose]();
      key[Symbol.dispose]();
    },
  };
};

test('a message under a key that the server invented is nobody’s, in no list and no quote', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const body = { text: 'send me the money' };
  const theirs = messageOf(1_001, bob.id, alice.id, await forged(alice, bob.id, alice.id, body));
  const hers = messageOf(1_002, alice.id, bob.id, await forged(alice, alice.id, bob.id, body));
  using _ = withMore(alice.browser, bob.id, [hers, theirs]);
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(bob.id);
  await until(() => app.windows.timelineOf(bob.id).items.length === 2);
  const { items } = app.windows.timelineOf(bob.id);
  expect(items.map(({ text, trouble }) => [text, trouble?.reason])).toEqual([
    ['', 'unknown_key'],
    ['', 'unknown_key'],
  ]);
  await until(() => app.conversations.list.value.length === 1);
  expect(app.conversations.list.value.map(({ preview }) => preview?.text ?? '')).toEqual(['']);
  const [item] = items;
  const answer = item && { ...item, id: 2_000, sender_id: bob.id, reply_to: 1_001 };
  expect(answer && app.quotes.quotedBy(answer)?.text).toBe('');
  expect(app.conversations.arrived.value?.text ?? '').toBe('');
  // On demand only.
  expect(items.map((item) => app.actions.textUnder(item))).toEqual([body.text, body.text]);
  close();
});

test('a message of carol’s is none of bob’s conversation, and one mid is one message', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  expect(await tell(bob.app, alice.id, 'once')).toBeUndefined();
  await until(() => textsWith(alice.app, bob.id).includes('once'));
  const [once] = alice.app.windows.timelineOf(bob.id).items;
  const { data } = await readPage(alice, bob.id);
  const message = data.messages[0] as Message;
  const carols = { ...message, id: 1_001, sender_id: 77 };
  const again = { ...message, id: 1_002 };
  using _ = withMore(alice.browser, bob.id, [again, carols]);
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(app, bob.id).length > 0);
  expect(textsWith(app, bob.id)).toEqual(['once']);
  expect(once?.text).toBe('once');
  close();
});

const readPage = async (alice: Newcomer, friend_id: number) => {
  const pages: { data: { messages: Message[] } }[] = [];
  using _ = alice.browser.lie(new RegExp(`^GET /messages/${friend_id}\\b`), async (_, answer) => {
    const real = await answer();
    pages.push(await real.clone().json());
    return real;
  });
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(friend_id);
  await until(() => pages.length > 0);
  return pages[0] ?? { data: { messages: [] } };
};

test('an older edit does not come back, whatever time the server gives it', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  await tell(bob.app, alice.id, 'first');
  await until(() => textsWith(bob.app, alice.id).includes('first'));
  const item = () => bob.app.windows.timelineOf(alice.id).items[0];
  const edit = async (text: string) => {
    const known = item();
    if (known) await bob.app.actions.edit(known, text);
    await until(() => textsWith(alice.app, bob.id).includes(text));
  };
  await edit('second');
  const { data } = await readPage(alice, bob.id);
  await edit('third');
  expect(item()?.rev).toBe(2);
  const old = data.messages.map((message) => ({
    ...message,
    edited_at: new Date(Date.now() + 3_600_000).toISOString(),
  }));
  using _ = alice.browser.lie(/^GET \/messages\//, () =>
    Response.json({ data: { messages: old, pagination: { total: 1, next_before: null } } }),
  );
  await alice.app.pages.loadNewest(bob.id);
  expect(textsWith(alice.app, bob.id)).toEqual(['third']);
  close();
});

test('a message says when it was written, and what it answers to, inside the seal', async () => {
  await using server = await startServer();
  const { alice, bob, close } = await pair(server.url);
  const before = Date.now();
  await tell(bob.app, alice.id, 'shall we?');
  await until(() => textsWith(alice.app, bob.id).includes('shall we?'));
  const [asked] = alice.app.windows.timelineOf(bob.id).items;
  await alice.app.actions.send(bob.id, 'yes', asked?.id ?? 0);
  await until(() => textsWith(bob.app, alice.id).includes('yes'));
  const answer = bob.app.windows.timelineOf(alice.id).items.at(-1);
  expect(answer?.reply_mid).toBe(asked?.client_id ?? '');
  expect(answer?.written_at).toBeGreaterThanOrEqual(before);
  close();
});
