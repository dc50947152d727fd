// How far back nothing of a conversation is missing on this device, while something changes it in the
// middle of a write: what lies there claims neither more than is there, nor less for ever.
import { expect, test } from 'bun:test';
import type { Friend, Message } from '../../../../src/protocol/objects';
import { createCoverage } from '../../../../src/web/model/messages/offline/coverage';
import { createStorageRoom } from '../../../../src/web/model/messages/offline/storage-room';
import { createWriteBatch } from '../../../../src/web/model/messages/offline/write-batch';
import type { OfflineStore } from '../../../../src/web/model/store/offline/store';
import { fakeEngine } from '../../../support/fake-parts';
import { ALICE, BOB } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';

const MESSAGE: Message = {
  ...{ id: 7, sender_id: BOB, receiver_id: ALICE, message_type: 'text', content: 'hello' },
  ...{ is_encrypted: false, is_read: false, timestamp: '2026-01-01T12:00:00.000Z' },
};

/** What is asked for while it is closed is answered once it is open. */
const createGate = () => {
  let closed: { isReached: () => void; isOpen: Promise<void> } | undefined;
  return {
    through: async <Value>(act: () => Promise<Value>): Promise<Value> => {
      closed?.isReached();
      await closed?.isOpen;
      return act();
    },
    close() {
      const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      closed = { isReached: reached.resolve, isOpen: opened.promise };
      return {
        reached: reached.promise,
        open() {
          closed = undefined;
          opened.resolve();
        },
      };
    },
  };
};

const openDevice = async () => {
  const [seals, reads] = [createGate(), createGate()];
  const stored = await fakeStores().openOfflineStore(ALICE);
  const meta: OfflineStore['meta'] = (name) => reads.through(() => stored.meta(name));
  let refusals = 0;
  const write: OfflineStore['write'] = async (...what) => {
    refusals -= 1;
    if (refusals >= 0) throw new DOMException('no room', 'QuotaExceededError');
    return stored.write(...what);
  };
  const store: OfflineStore = { ...stored, meta, write };
  const fake = fakeEngine().engine;
  const sealKept: typeof fake.sealKept = (texts) => seals.through(() => fake.sealKept(texts));
  const coverage = createCoverage({ newestId: () => 0 } as never);
  const offline = { store: () => store, tell() {}, writes: { listen() {}, wrote() {} } } as never;
  const bob = { id: BOB, username: 'bob' } as Friend;
  const people = { friends: { value: [bob] }, friendOf: () => bob };
  const batch = createWriteBatch({
    ...{ coverage, offline, people, room: createStorageRoom({ offline, coverage }) },
    engine: { ...fake, sealKept },
    arrangements: { of: () => ({}) },
    clock: { now: () => 0 },
    conversations: { isLoaded: { value: true }, summaries: () => [] },
    silences: { mutedUntil: () => null },
  } as never);
  await batch.begin(store);
  const kept = async () => (await stored.chat(BOB))?.walked;
  /** As it was written last. */
  const reaches = async (id: number) => {
    coverage.set(BOB, id);
    await batch.flush();
    expect(await kept()).toBe(id);
  };
  /** So many writes find no room. */
  const refuse = (times: number) => {
    refusals = times;
  };
  return { batch, refuse, bob, coverage, kept, people, reads, reaches, seals, store };
};

test('what joins it, or turns out to be missing, while something else is written is written with the next', async () => {
  for (const [before, after] of [
    [57, 0],
    [0, 57],
  ] as const) {
    const { batch, coverage, kept, reaches, seals } = await openDevice();
    await reaches(before);
    const gate = seals.close();
    const writing = batch.flush();
    await gate.reached;
    coverage.set(BOB, after);
    gate.open();
    await writing;
    await batch.flush();
    expect(await kept()).toBe(after);
  }
});

test('what joins it while his row is written is not claimed before it lies there', async () => {
  const { batch, bob, coverage, kept, people, reaches, seals } = await openDevice();
  await reaches(57);
  people.friends.value = [{ ...bob, username: 'robert' }];
  const gate = seals.close();
  const writing = batch.flush();
  await gate.reached;
  coverage.set(BOB, 0);
  gate.open();
  await writing;
  expect(await kept()).toBe(57);
  await batch.flush();
  expect(await kept()).toBe(0);
});

test('what had to go for want of room is claimed no more, in the write in which it goes', async () => {
  const { batch, bob, coverage, kept, people, reaches, refuse, store } = await openDevice();
  batch.add({ type: 'put', friend_id: BOB, message: MESSAGE, text: 'hello' });
  await reaches(0);
  people.friends.value = [{ ...bob, username: 'robert' }];
  // The files go first, then the oldest messages.
  refuse(2);
  await batch.flush();
  expect(await store.next(BOB, { limit: 1 })).toEqual([]);
  expect([coverage.of(BOB), await kept()]).toEqual([MESSAGE.id + 1, MESSAGE.id + 1]);
});

test('what came while a tab begins to write, and was written by nobody, is walked through again', async () => {
  const { batch, coverage, reads, reaches, store } = await openDevice();
  await reaches(57);
  batch.end();
  const gate = reads.close();
  const beginning = batch.begin(store);
  await gate.reached;
  coverage.covers(BOB, 1, 56, false);
  gate.open();
  await beginning;
  expect(coverage.of(BOB)).toBe(57);
});
