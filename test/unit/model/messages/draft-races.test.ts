// A draft while something is still on its way to what is kept: the last word stands, and what was sent is
// no draft any more.
import { expect, test } from 'bun:test';
import { createDrafts } from '../../../../src/web/model/messages/drafts';
import { sealedStore } from '../../../../src/web/model/store/sealed-store';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { createUnsentStore } from '../../../../src/web/model/store/unsent-store';
import { fakeEngine, settle } from '../../../support/fake-parts';

const about = '2';
const clock = { now: () => 1_000, after: () => () => {} };
const openChannel = () => ({ post: () => {}, listen: () => {} });

/** What is sealed stays in the engine until the test lets it out. */
const slowEngine = () => {
  const { engine } = fakeEngine();
  const { sealOwn } = engine;
  const sealing: (() => void)[] = [];
  engine.sealOwn = async (text) => {
    await new Promise<void>((resolve) => sealing.push(resolve));
    return sealOwn(text);
  };
  const letOut = async (at: number) => {
    sealing[at]?.();
    await settle();
  };
  return { engine, letOut };
};

test('of two drafts the one that was typed last is kept, whichever is sealed first', async () => {
  const { engine, letOut } = slowEngine();
  const store = sealedStore(createPersonMemory(), engine);
  void store.putDraft(about, 'see yo');
  void store.putDraft(about, 'see you');
  await settle();
  await letOut(1);
  await letOut(0);
  expect(await store.allDrafts()).toEqual([[about, 'see you']]);
});

test('a draft that is sealed late does not come back after it was sent or thrown away', async () => {
  for (const isSent of [true, false]) {
    const { engine, letOut } = slowEngine();
    const store = sealedStore(createPersonMemory(), engine);
    void store.putDraft(about, 'see you');
    await settle();
    void (isSent ? store.addUnsent('mid', 'see you', about) : store.removeDraft(about));
    await settle();
    await letOut(1);
    await letOut(0);
    expect(await store.allDrafts()).toEqual([]);
    expect(await store.allUnsent()).toHaveLength(isSent ? 1 : 0);
  }
});

const openDrafts = async (memory = createPersonMemory()) => {
  const unsentStore = createUnsentStore({
    openPersonStore: async () => memory,
    clock,
    engine: fakeEngine().engine,
  });
  await unsentStore.open(1);
  const drafts = createDrafts({ unsentStore, openChannel, clock, userId: () => 1 });
  await drafts.start();
  return { drafts, memory, unsentStore };
};

test('what is typed while the page wakes is not taken back by what was kept before', async () => {
  const { drafts, memory } = await openDrafts();
  await drafts.write(about, 'see');
  const { allDrafts } = memory;
  const reading = Promise.withResolvers<void>();
  memory.allDrafts = async () => {
    const all = await allDrafts();
    await reading.promise;
    return all;
  };
  const woken = drafts.refresh();
  await settle();
  await drafts.write(about, 'see you');
  reading.resolve();
  await woken;
  expect(drafts.read(about)).toBe('see you');
});

test('what is just being sent is no draft when the page wakes', async () => {
  const { drafts } = await openDrafts();
  await drafts.write(about, 'see you');
  // The message is sealed, and its transaction ends the draft later.
  drafts.sent(about);
  await drafts.refresh();
  expect(drafts.read(about)).toBe('');
  await drafts.keepTyped(about);
});

test('once it is sent, a page that wakes shows what another tab typed since', async () => {
  const { drafts, memory } = await openDrafts();
  await drafts.write(about, 'see you');
  // The composer says it, and what hands the message over.
  drafts.sent(about);
  drafts.sent(about);
  await memory.putDraft(about, 'in the other tab');
  await drafts.refresh();
  expect(drafts.read(about)).toBe('');
  await drafts.keepTyped(about);
  await drafts.refresh();
  expect(drafts.read(about)).toBe('in the other tab');
});

test('a draft that could not be kept once does not stand before the one that could', async () => {
  const { memory, unsentStore } = await openDrafts();
  const { putDraft } = memory;
  memory.putDraft = async () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  expect(await unsentStore.putDraft(about, 'see')).toBe(false);
  memory.putDraft = putDraft;
  expect(await unsentStore.putDraft(about, 'see you')).toBe(true);
  expect(new Map(await unsentStore.allDrafts()).get(about)).toBe('see you');
});
