// Messages are opened once, and nobody waits for a key that does not come.
import { expect, test } from 'bun:test';
import type { Message } from '../../../src/protocol/objects';
import { readEnvelope } from '../../../src/web/crypto/header';
import { newMid } from '../../../src/web/crypto/mid';
import { EngineFault } from '../../../src/web/model/keys/engine-client';
import { createDecryptOnce } from '../../../src/web/model/messages/decrypt-once';
import { createDecrypter, isSameInside } from '../../../src/web/model/messages/decrypter';
import type { MessageTable } from '../../../src/web/model/messages/table';
import { ApiError, NETWORK } from '../../../src/web/model/net/api-error';
import { ALICE, BOB, sealedBy } from '../../support/client/fake-people';
import { itemsOf, openBob, previewOf, signIn, textsOf } from '../../support/fake-client';
import { fakeClock, keyId, settle } from '../../support/fake-parts';
import { lost } from '../../support/fake-server';

test('a conversation in which nobody looked yet is not said to be empty', async () => {
  const { app } = await signIn();
  expect(app.windows.timelineOf(BOB)).toMatchObject({ items: [], isLoading: true });
  await openBob(app);
  expect(app.windows.timelineOf(BOB)).toMatchObject({ items: [], isLoading: false });
});

test('a conversation whose first page did not come is not said to be empty either', async () => {
  const { app, server } = await signIn();
  const away = server.refuse(/GET \/messages\/2/, lost);
  await openBob(app).catch(() => {});
  expect(app.windows.timelineOf(BOB)).toMatchObject({ items: [], isLoading: true });
  away[Symbol.dispose]();
  await openBob(app);
  expect(app.windows.timelineOf(BOB)).toMatchObject({ items: [], isLoading: false });
});

test('a frame waits five seconds for a key, is shown unopened, and is opened later', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const letGo = server.hold(/public-key\/2/);
  server.says('under an old key', { key: 'old' });
  server.says('under the key of today');
  await settle();
  expect(itemsOf(app)).toEqual([]);
  await clock.pass(5_000);
  expect(itemsOf(app)).toMatchObject([
    { text: '', trouble: { reason: 'unreachable' } },
    { text: 'under the key of today', trouble: null },
  ]);
  // Those that come after it do not wait again.
  server.says('another under the old key', { key: 'old' });
  await clock.pass(0);
  expect(itemsOf(app)).toHaveLength(3);
  letGo();
  await settle();
  // A key that the server calls an old one is not bob's by that: nothing under it is shown as his.
  expect(textsOf(app)).toEqual(['', 'under the key of today', '']);
  expect(itemsOf(app).map(app.actions.textUnder)).toEqual([
    'under an old key',
    'under the key of today',
    'another under the old key',
  ]);
  expect(previewOf(app)).toMatchObject({ unread_count: 3 });
});

test('what could not be opened is tried with each connection, also after one that was as bad', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const away = server.refuse(/public-key\/2/, lost);
  server.says('under an old key', { key: 'old' });
  await settle();
  server.disconnect(true);
  await clock.pass(2_000);
  expect(itemsOf(app)).toMatchObject([{ trouble: { reason: 'unreachable' } }]);
  away[Symbol.dispose]();
  server.disconnect(true);
  await clock.pass(2_000);
  expect(itemsOf(app).map(app.actions.textUnder)).toEqual(['under an old key']);
});

test('what could not be opened while another page was shown is opened with its conversation', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  app.screen.closeConversation();
  const away = server.refuse(/public-key\/2/, lost);
  server.says('under an old key', { key: 'old' });
  await settle();
  away[Symbol.dispose]();
  server.disconnect(true);
  await clock.pass(2_000);
  expect(itemsOf(app)).toMatchObject([{ trouble: { reason: 'unreachable' } }]);
  await openBob(app);
  expect(itemsOf(app).map(app.actions.textUnder)).toEqual(['under an old key']);
});

test('the list, the window, a reaction and a reload open a message once', async () => {
  const { app, server, clock, opened } = await signIn();
  const one = server.says('one');
  await settle();
  await openBob(app);
  server.changed(one.id, 'message_reaction', { reactions: [{ emoji: '👍', user_ids: [2] }] });
  server.disconnect(false);
  await clock.pass(500);
  const two = server.says('two');
  server.remove(two.id);
  await settle();
  expect(textsOf(app)).toEqual(['one']);
  expect(opened.toSorted()).toEqual(['one', 'two']);
});

// An edit of another client may have no number of its own.
for (const [kind, more] of [
  ['numbered', { rev: 1 }],
  ['unnumbered', {}],
] as const) {
  test(`what is opened late does not stand over the ${kind} edit that came meanwhile`, async () => {
    const { app, server, clock } = await signIn();
    await openBob(app);
    const letGo = server.hold(/public-key\/2/);
    const one = server.says('the first text', { key: 'old' });
    await clock.pass(5_000);
    const content = sealedBy(BOB, newMid(), { text: 'the edited text', ...more }, 'bob');
    server.changed(one.id, 'message_edited', { content, edited_at: '2026-01-02T00:00:00.000Z' });
    await settle();
    expect(textsOf(app)).toEqual(['the edited text']);
    letGo();
    await settle();
    expect(itemsOf(app)).toMatchObject([{ text: 'the edited text', trouble: null }]);
  });
}

const around: Message = {
  id: 1,
  sender_id: 2,
  receiver_id: 1,
  message_type: 'text',
  content: 'c8e1.header.sealed',
  is_encrypted: true,
  is_read: false,
  timestamp: '2026-01-01T00:00:00.000Z',
  client_id: 'mid',
};
/** By each of these it is another message. */
const others: Message[] = [
  { ...around, content: 'c8e1.header.other' },
  { ...around, client_id: 'another' },
  { ...around, sender_id: 3 },
  { ...around, receiver_id: 3 },
  { ...around, message_type: 'file' },
  { ...around, edited_at: '2026-01-02T00:00:00.000Z' },
];

test('what was opened counts for the same bytes between the same two, of the same kind, alone', () => {
  expect(isSameInside(around, { ...around, id: 9, is_read: true })).toBe(true);
  expect(others.map((other) => isSameInside(around, other))).toEqual(others.map(() => false));
});

test('what is being opened answers for the same message alone, not for its bytes elsewhere', async () => {
  const table = { entryById: () => undefined, entryOf: () => undefined } as unknown as MessageTable;
  const asked: Message[] = [];
  const open = async (message: Message) => {
    asked.push(message);
    return null;
  };
  const once = createDecryptOnce(table, { open }, () => {});
  const all = [around, { ...around, id: 9 }, ...others];
  await Promise.all([...all, { ...around, is_read: true }].map(once.open));
  expect(asked).toEqual(all);
});

/** All that a message needs is known. */
const metKeys = {
  peerKey: async () => null,
  isLearned: async () => true,
  isTheirs: () => true,
  learnOld: async () => {},
  meet: async () => {},
  reload: async () => {},
};

test('messages under a key that another device made open once the vault that has it is here', async () => {
  const [vault, asked] = [new Set<string>(), [] as string[]];
  let isThere = false;
  const decrypter = createDecrypter({
    clock: fakeClock(),
    engine: {
      async read(_, content) {
        const { to_key } = readEnvelope(content).header;
        if (!vault.has(to_key)) throw new EngineFault('missing_key', to_key);
        return { text: 'hello' };
      },
    },
    keys: {
      ...metKeys,
      async reload() {
        asked.push('the vault');
        await settle();
        if (!isThere) throw new ApiError(0, NETWORK);
        vault.add(keyId('alice'));
      },
    },
    userId: () => ALICE,
  });
  const message = (to_key = 'alice') => {
    const [client_id, from] = [newMid(), BOB];
    const content = sealedBy(from, client_id, { text: 'hello' }, 'bob', to_key);
    return { ...around, content, client_id, sender_id: BOB, receiver_id: ALICE };
  };
  const reasonsOf = (all: Message[]) =>
    Promise.all(
      all.map((each) => decrypter.open(each, () => {}).then((opened) => opened?.trouble?.reason)),
    );
  // Without a line it is tried again later; with one, all that came wait for one answer.
  expect(await reasonsOf([message(), message()])).toEqual(['unreachable', 'unreachable']);
  isThere = true;
  expect(await reasonsOf([message(), message()])).toEqual([undefined, undefined]);
  expect(asked).toHaveLength(2);
  // One that the vault lacks is looked for once.
  const lacking = [message('lost'), message('lost')];
  expect(await reasonsOf(lacking)).toEqual(['missing_key', 'missing_key']);
  expect(await reasonsOf(lacking)).toEqual(['missing_key', 'missing_key']);
  expect(asked).toHaveLength(3);
});

test('an envelope is held to what stands around it, never to what it says of itself', async () => {
  const expected: object[] = [];
  const decrypter = createDecrypter({
    clock: fakeClock(),
    engine: {
      read: async (_, __, what) => {
        expected.push(what);
        return { text: 'hello' };
      },
    },
    keys: metKeys,
    userId: () => ALICE,
  });
  const content = sealedBy(BOB, newMid(), { text: 'hello' }, 'bob');
  const moved: Message = {
    ...around,
    content,
    sender_id: ALICE,
    receiver_id: 3,
    message_type: 'file',
    client_id: 'another',
  };
  await decrypter.open(moved, () => {});
  await decrypter.open({ ...moved, edited_at: '2026-01-02T00:00:00.000Z' }, () => {});
  const outside = { from: ALICE, to: 3, type: 'file' };
  expect(expected).toEqual([
    { ...outside, mid: 'another' },
    { ...outside, edits: 'another' },
  ]);
});
