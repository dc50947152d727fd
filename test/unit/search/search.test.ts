// Search on the device: what was read or kept is found while one types, and nothing that may not be
// shown.
import { expect, test } from 'bun:test';
import type { Message } from '../../../src/protocol/objects';
import { itemOf } from '../../../src/web/model/messages/item';
import { findableText } from '../../../src/web/model/messages/offline/findable';
import { keptMessages } from '../../../src/web/model/messages/offline/message-records';
import { createTextBlocks } from '../../../src/web/model/messages/offline/text-blocks';
import { createSearch } from '../../../src/web/model/search/search';
import { createWrites } from '../../../src/web/model/store/offline/writes';
import { fakeBrowser, fakeClock, fakeEngine } from '../../support/fake-parts';
import { fakeStores } from '../../support/fake-store';

const ALICE = 1;
const BOB = 2;
const CAROL = 3;
const day_ms = 86_400_000;
const begin = Date.parse('2026-01-01T12:00:00.000Z');

type Inside = Pick<Message, 'content'> & Partial<Pick<Message, 'file' | 'message_type'>>;

const messageOf = (id: number, friend_id: number, inside: Inside): Message => ({
  id,
  sender_id: friend_id,
  receiver_id: ALICE,
  message_type: 'text',
  timestamp: new Date(begin + id * day_ms).toISOString(),
  is_read: true,
  is_encrypted: false,
  client_id: `mid ${id}`,
  ...inside,
});

const open = async (messages: [friend_id: number, inside: Inside][]) => {
  const stores = fakeStores();
  const store = await stores.openOfflineStore(ALICE);
  const { engine } = fakeEngine();
  const all = messages.map(([friend_id, inside], at) => ({
    friend_id,
    message: messageOf(at + 1, friend_id, inside),
  }));
  const texts = createTextBlocks({ store, engine, keys: [], lost: () => {} });
  const changes = all.map(({ friend_id, message }) => {
    const { text, file } = itemOf(message, null);
    return { friend_id, id: message.id, text: findableText({ text, file }) || null };
  });
  const batch = { puts: await keptMessages(engine, all), ...(await texts.change(changes)) };
  await store.write(batch, await store.takeTerm());
  const clock = fakeClock();
  const deleted = new Set<number>();
  const writes = createWrites(fakeBrowser());
  writes.begin(ALICE);
  const search = createSearch({
    clock: {
      ...clock,
      after(_, act) {
        queueMicrotask(act);
        return () => {};
      },
    },
    engine,
    offlineReader: { backTo: async () => ({ since_ms: begin + 3 * day_ms }) },
    offline: { store: () => store, writes },
    decrypter: { open: async () => null } as never,
    pendingChanges: { edits: () => [] },
    userId: () => ALICE,
    table: {
      allUnsent: () => [],
      byId: (id: number) => (deleted.has(id) ? null : undefined),
      conceal: (item: unknown) => item,
    } as never,
  });
  const ids = () => search.found.value.map(({ item }) => item.id);
  return { search, ids, deleted, store };
};

const picture: Inside = {
  content: '/file',
  message_type: 'image',
  file: { id: 'f', name: 'Oma im Mai.jpg', type: 'image/jpeg', size: 1 },
};

test('texts, names of files, kinds, one person and a day are one search', async () => {
  const { search, ids, deleted, store } = await open([
    [BOB, { content: 'the doctor said tea' }],
    [CAROL, { content: '医生说要多喝茶' }],
    [BOB, picture],
    [CAROL, { content: 'Doctor? see https://example.com' }],
    [BOB, { content: 'no' }],
  ]);
  await search.ask({ text: 'doctor' });
  expect(ids()).toEqual([4, 1]);
  expect(search.reach.value).toEqual({ since_ms: begin + 3 * day_ms });
  await search.ask({ text: '医' });
  expect(ids()).toEqual([2]);
  await search.ask({ text: 'oma' });
  expect(ids()).toEqual([3]);
  await search.ask({ text: '', kinds: ['picture'] });
  expect(ids()).toEqual([3]);
  await search.ask({ kinds: ['link'] });
  expect(ids()).toEqual([4]);
  await search.ask({ text: 'doctor', kinds: [], friend_id: BOB });
  expect(ids()).toEqual([1]);
  await search.ask({ text: '2026-01-04', friend_id: null });
  expect(ids()).toEqual([3]);
  // What was deleted meanwhile is not shown, whatever the blocks hold.
  deleted.add(4);
  await search.ask({ text: 'doctor' });
  expect(ids()).toEqual([1]);
  await search.end();
  expect([ids(), search.hasMore.value]).toEqual([[], false]);
  store.close();
});

test('the last key wins, and more is given when more is asked for', async () => {
  const { search, ids, store } = await open(
    Array.from({ length: 130 }, (_, at) => [BOB, { content: at % 2 ? 'tea' : 'tea and cake' }]),
  );
  const first = search.ask({ text: 'cake' });
  const last = search.ask({ text: 'tea' });
  await Promise.all([first, last]);
  expect(ids()).toHaveLength(50);
  expect([ids()[0], search.hasMore.value, search.isAtWork.value]).toEqual([130, true, false]);
  await search.more();
  await search.more();
  expect([ids().length, search.hasMore.value]).toEqual([130, false]);
  store.close();
});

test('without a store nothing is claimed to have been searched', async () => {
  const { engine } = fakeEngine();
  const search = createSearch({
    clock: fakeClock(),
    engine,
    offline: { store: () => null, writes: createWrites(fakeBrowser()) },
  } as never);
  await search.ask({ text: 'tea' });
  expect([search.isPossible(), search.found.value, search.isAtWork.value]).toEqual([
    false,
    [],
    false,
  ]);
});
