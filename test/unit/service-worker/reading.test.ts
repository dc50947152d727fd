// Bob writes, and alice's device is asked what a notification may say of it: the names that it holds,
// and the texts that it can open and that nobody has to decide about.
import { expect, test } from 'bun:test';
import { createEngine } from '../../../src/web/crypto/engine';
import type { PinChange } from '../../../src/web/crypto/vault/pin-changes';
import { findCurve } from '../../../src/web/crypto/x25519';
import type { Notified } from '../../../src/web/model/store/push-memory';
import type { Kept } from '../../../src/web/service-worker/kept';
import type { Pushed } from '../../../src/web/service-worker/payload';
import { createReading } from '../../../src/web/service-worker/reading';

const [ALICE, BOB, MALLORY] = [1, 2, 3];
const BOB_NAME = { username: 'bob', display_name: 'Bob' };
const now = Date.parse('2026-05-01T12:00:00Z');
const signedIn: Notified = { user_id: ALICE, lang: 'en', show: 'text' };

const device = async () => {
  const engine = createEngine();
  await engine.create();
  const key = await engine.newDevice();
  await engine.write({ device: { session_id: 1, name: 'phone', made_at: now } });
  return { engine, key, identity: await engine.stored() };
};

/** Alice's device, and bob's, whose key she has not met. */
const open = async () => {
  const [alice, bob] = [await device(), await device()];
  const storeKey = await alice.engine.newStoreKey();
  await alice.engine.useStoreKey(storeKey);
  const [sealed] = await alice.engine.sealKept([
    JSON.stringify({ friend: { id: BOB, ...BOB_NAME } }),
  ]);
  const keys = new Map([[bob.identity.key_id, bob.identity.public_key]]);
  const values = new Map<string, unknown>([
    ['store key 1', storeKey],
    ['device key 1', alice.key],
    ['vault 1', { text: await alice.engine.copy(), n: 1, isUnstored: false }],
  ]);
  const chats = new Map<number, unknown>([[BOB, { friend_id: BOB, walked: 0, sealed }]]);
  const messages = new Map<string, unknown>();
  const state = { heard: now - 1_000 };
  const kept: Kept = {
    device: async (name) => values.get(name),
    chat: async (me, friend_id) => (me === ALICE ? chats.get(friend_id) : undefined),
    heard: async () => state.heard,
    publicKey: async (_, key_id) => ({ key_id, public_key: keys.get(key_id) }),
    message: async (_, key) => messages.get(key),
  };
  const reading = createReading({ kept, curve: await findCurve(), now: () => now });
  const sealAs = (from: number, to: number, text: string, more: object = {}, inside = {}) =>
    bob.engine.seal(
      { from, to, type: 'text', ...more },
      { text, ...inside },
      alice.identity.public_key,
    );
  const read = (content: string | null, more: Partial<Pushed & Notified> = {}) =>
    reading(
      {
        kind: 'message',
        to: ALICE,
        id: 'id',
        friend_id: BOB,
        count: 1,
        badge: 1,
        tag: 'message 1 2',
        isSilent: false,
        body: 'the server says',
        content,
        ...more,
      },
      { ...signedIn, ...more },
    );
  return { alice, bob, values, chats, messages, state, keys, sealAs, read };
};

const met = async () => {
  const scene = await open();
  const { alice, bob, values } = scene;
  const pin = async (change: PinChange) => {
    await alice.engine.pin(BOB, change);
    values.set('vault 1', { text: await alice.engine.copy() });
  };
  await pin({ act: 'meet', key_id: bob.identity.key_id, name: BOB_NAME });
  return { ...scene, pin };
};

test('a text from a key that is pinned is opened, and the name is the one of the list', async () => {
  const { sealAs, read } = await met();
  const { content } = await sealAs(BOB, ALICE, 'tea\n at  five?');
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea at five?' });
  expect(await read(content, { show: 'name' })).toEqual({ name: 'Bob' });
  expect(await read(content, { show: 'nothing' })).toEqual({});
  expect(await read(null, { kind: 'call' })).toEqual({ name: 'Bob' });
  const long = await sealAs(BOB, ALICE, '🫖'.repeat(500));
  expect((await read(long.content)).text).toBe('🫖'.repeat(200));
  const marked = await sealAs(BOB, ALICE, '*tea* at `five`');
  expect((await read(marked.content)).text).toBe('tea at five');
  // Nobody takes what disappears out of the notification in time.
  const short = await sealAs(BOB, ALICE, 'for an hour', {}, { expires_in: 3_600 });
  expect(await read(short.content)).toEqual({ name: 'Bob' });
  const picture = await sealAs(BOB, ALICE, 'the kettle', { type: 'image' });
  expect((await read(picture.content)).text).toBe('Picture · the kettle');
  expect((await read(picture.content, { lang: 'zh' })).text).toBe('图片 · the kettle');
});

test('what the rules of reading do not allow is said in plain words', async () => {
  const { sealAs, read, pin, bob } = await met();
  const plain = { name: 'Bob' };
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  const header = (from: number, to: number, more: object = {}) => sealAs(from, to, 'x', more);
  // Of another pair of people, to somebody else, a call, an edit.
  for (const { content: odd } of [
    await header(MALLORY, ALICE),
    await header(BOB, MALLORY),
    await header(ALICE, BOB),
    await header(BOB, ALICE, { type: 'call' }),
    await header(BOB, ALICE, { edits: (await header(BOB, ALICE)).mid }),
  ]) {
    expect(await read(odd)).toEqual(plain);
  }
  for (const odd of ['', 'c8e1', `${content}A`, content.slice(0, -8), 'c8e1.e30.AAAA']) {
    expect(await read(odd)).toEqual(plain);
  }
  // A message in the clear of somebody who is pinned.
  expect(await read(null)).toEqual(plain);
  await pin({ act: 'doubt', key_id: bob.identity.key_id, name: BOB_NAME });
  expect(await read(content)).toEqual(plain);
});

test('a new key waits for a person, an earlier one of that person does not', async () => {
  const { sealAs, read, pin, bob } = await met();
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  const { key_id } = (await device()).identity;
  // Another key is pinned, and his own stays one of his.
  await pin({ act: 'meet', key_id, name: BOB_NAME });
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea?' });
  // Back again: until somebody presses the line about it, it is a new key.
  await pin({ act: 'meet', key_id: bob.identity.key_id, name: BOB_NAME });
  expect(await read(content)).toEqual({ name: 'Bob' });
  await pin({ act: 'press', line: 'key', key_id: bob.identity.key_id });
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea?' });
});

test('a stranger’s key says nothing, and somebody who never had one is quoted by the server', async () => {
  const { alice, sealAs, read, values } = await open();
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  expect(await read(content)).toEqual({ name: 'bob' });
  expect(await read(null)).toEqual({ name: 'bob', text: 'the server says' });
  // Nor does one that this device can open, and that is not the one of the pin.
  await alice.engine.pin(BOB, { act: 'meet', key_id: 'K'.repeat(43), name: BOB_NAME });
  values.set('vault 1', { text: await alice.engine.copy() });
  expect(await read(content)).toEqual({ name: 'Bob' });
});

test('what was read or deleted before is not told as new', async () => {
  const { sealAs, read, messages, values, alice } = await met();
  const { content, mid } = await sealAs(BOB, ALICE, 'tea?');
  const unread = { message: { is_read: false } };
  messages.set(`2 ${mid}`, unread);
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea?' });
  messages.set(`2 ${mid}`, { message: { is_read: true } });
  expect(await read(content)).toEqual({ name: 'Bob' });
  messages.delete(`2 ${mid}`);
  const seen = (isGone: boolean) =>
    alice.engine.sealOwn(JSON.stringify([[`2 ${mid}`, { id: 7, rev: 0, isGone }]]));
  values.set('seen messages 1', await seen(false));
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea?' });
  values.set('seen messages 1', await seen(true));
  expect(await read(content)).toEqual({ name: 'Bob' });
});

test('whatever is missing here leaves plain words: vault, slot, key, name, the person, the last fortnight', async () => {
  const gone = async (name: string) => {
    const scene = await met();
    const { content } = await scene.sealAs(BOB, ALICE, 'tea?');
    scene.values.delete(name);
    return scene.read(content);
  };
  expect(await gone('vault 1')).toEqual({ name: 'bob' });
  expect(await gone('device key 1')).toEqual({ name: 'bob' });
  expect(gone('store key 1')).rejects.toThrow();
  const { sealAs, read, keys, chats, state, bob } = await met();
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  // Another person's device: nobody's name.
  expect(await read(content, { to: MALLORY, user_id: ALICE })).toEqual({});
  keys.delete(bob.identity.key_id);
  expect(await read(content)).toEqual({ name: 'Bob' });
  state.heard = now - 14 * 86_400_000;
  expect(await read(content)).toEqual({});
  state.heard = Number.NaN;
  expect(await read(content)).toEqual({});
  state.heard = now;
  chats.set(BOB, { sealed: { iv: new Uint8Array(12), sealed: new ArrayBuffer(40) } });
  expect(await read(content)).toEqual({});
});

test('a notification calls a friend as the list does: by the nickname, and told apart from another', async () => {
  const { sealAs, read, alice, values } = await met();
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  const keep = async () => values.set('vault 1', { text: await alice.engine.copy() });
  const name = { username: 'mal', display_name: 'BOB' };
  await alice.engine.pin(MALLORY, { act: 'meet', key_id: 'K', name });
  await keep();
  expect(await read(content)).toEqual({ name: 'Bob (bob)', text: 'tea?' });
  await alice.engine.nickname(BOB, 'Uncle');
  await keep();
  expect(await read(content)).toEqual({ name: 'Uncle', text: 'tea?' });
});

test('a friend whom the server calls otherwise has the name that a person knows, until the line is read', async () => {
  const { sealAs, read, chats, alice, pin } = await met();
  const [sealed] = await alice.engine.sealKept([
    JSON.stringify({ friend: { id: BOB, username: 'carol' } }),
  ]);
  chats.set(BOB, { friend_id: BOB, walked: 0, sealed });
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  expect(await read(content)).toEqual({ name: 'Bob', text: 'tea?' });
  expect(await read(content, { show: 'name' })).toEqual({ name: 'Bob' });
  expect(await read(null, { kind: 'call' })).toEqual({ name: 'Bob' });
  await pin({ act: 'press', line: 'name', name: { username: 'carol', display_name: '' } });
  expect(await read(content)).toEqual({ name: 'carol', text: 'tea?' });
});

test('an earlier key that nobody compared says nothing any more once his own was compared', async () => {
  const { sealAs, read, pin } = await met();
  const { content } = await sealAs(BOB, ALICE, 'tea?');
  const { key_id } = (await device()).identity;
  await pin({ act: 'accept', key_id, how: 'compared', name: BOB_NAME });
  expect(await read(content)).toEqual({ name: 'Bob' });
});

test('the first version of a message is not told as new after an edit of it was seen', async () => {
  const { sealAs, read, values, alice } = await met();
  const { content, mid } = await sealAs(BOB, ALICE, 'tea at five?');
  const seen = [[`2 ${mid}`, { id: 7, rev: 1, isGone: false }]];
  values.set('seen messages 1', await alice.engine.sealOwn(JSON.stringify(seen)));
  expect(await read(content)).toEqual({ name: 'Bob' });
});

test('a device with an app lock says nothing of who wrote or what, and of callers what its owner allows', async () => {
  const { values, sealAs, read } = await met();
  const { content } = await sealAs(BOB, ALICE, 'a secret');
  expect(await read(content)).toMatchObject({ text: 'a secret' });
  values.set('app lock 1', { credential: '', salt: '', after_ms: 60_000, callers: null });
  expect(await read(content)).toEqual({ isLocked: true });
  expect(await read(null, { kind: 'call' })).toEqual({ isLocked: true });
  values.set('app lock 1', { credential: '', salt: '', after_ms: 60_000, callers: { 2: 'bob' } });
  expect(await read(null, { kind: 'call' })).toEqual({ isLocked: true, name: 'bob' });
  expect(await read(content)).toEqual({ isLocked: true });
});
