// What was typed and not sent, in several tabs of one browser.
import { expect, test } from 'bun:test';
import { createDrafts } from '../../../../src/web/model/messages/drafts';
import { sealedStore } from '../../../../src/web/model/store/sealed-store';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { createUnsentStore } from '../../../../src/web/model/store/unsent-store';
import { fakeEngine, settle as settleAll } from '../../../support/fake-parts';

const name = '2';

/** Tabs share what is kept; what they tell each other comes when the test lets it. */
const browser = () => {
  const store = createPersonMemory();
  const tabs: ((message: unknown) => void)[] = [];
  let held: (() => void)[] = [];
  const time = { now: 1_000 };
  const openChannel = () => {
    let listen: (message: unknown) => void = () => {};
    tabs.push((message) => listen(message));
    const own = tabs.length - 1;
    return {
      post(message: object) {
        for (const [at, hear] of tabs.entries()) {
          if (at !== own) held.push(() => hear(structuredClone(message)));
        }
      },
      listen(act: (message: unknown) => void) {
        listen = act;
      },
    };
  };
  const open = async () => {
    const clock = { now: () => time.now, after: () => () => {} };
    const unsentStore = createUnsentStore({
      openPersonStore: async () => store,
      clock,
      engine: fakeEngine().engine,
    });
    await unsentStore.open(1);
    const drafts = createDrafts({ unsentStore, openChannel, clock, userId: () => 1 });
    await drafts.start();
    return drafts;
  };
  const settle = async () => {
    for (let rounds = 0; held.length > 0 && rounds < 10; rounds += 1) {
      const now = held;
      held = [];
      for (const hear of now) hear();
      await settleAll();
    }
    expect(held).toEqual([]);
  };
  const tell = (message: unknown) => {
    for (const hear of tabs) hear(message);
  };
  const kept = async () =>
    new Map(await sealedStore(store, fakeEngine().engine).allDrafts()).get(name);
  const endStored = () => sealedStore(store, fakeEngine().engine).removeDraft(name);
  return { kept, clock: time, open, settle, tell, endStored, lose: () => held.splice(0) };
};

test('a draft is the same in all tabs, also in one that opens later', async () => {
  const { open, settle } = browser();
  const [one, two] = [await open(), await open()];
  await one.write(name, 'half a thought');
  await settle();
  expect(two.read(name)).toBe('half a thought');
  await two.write(name, 'half a thought, and more');
  await settle();
  expect([one.read(name), (await open()).read(name)]).toEqual([
    'half a thought, and more',
    'half a thought, and more',
  ]);
  // Sent in one tab it is gone in the other.
  await one.write(name, '');
  await settle();
  expect([two.read(name), (await open()).read(name)]).toEqual(['', null]);
  expect(two.read('draft 1 3')).toBeNull();
});

test('what was typed last wins, whatever the tabs hear first', async () => {
  const { open, settle, kept, clock } = browser();
  const [one, two] = [await open(), await open()];
  await one.write(name, 'sent from here');
  await settle();
  clock.now = 2_000;
  await two.write(name, 'typed on meanwhile');
  // The first tab has not heard of it, and its older word comes to the shelf after it.
  clock.now = 1_500;
  await one.write(name, '');
  await settle();
  expect([one.read(name), two.read(name), await kept()]).toEqual([
    'typed on meanwhile',
    'typed on meanwhile',
    'typed on meanwhile',
  ]);
  // Whoever answers what was heard is later, whatever the clock says.
  clock.now = 5;
  await one.write(name, 'a step back in time');
  await settle();
  expect(two.read(name)).toBe('a step back in time');
});

test('two tabs in the same millisecond agree on one text', async () => {
  const { open, settle, kept } = browser();
  const [one, two] = [await open(), await open()];
  await one.write(name, 'one');
  await two.write(name, 'two');
  await settle();
  expect(one.read(name)).toBe(two.read(name));
  expect(await kept()).toBe(one.read(name) ?? 'nothing');
});

test('a tab that missed what was said reads what is kept when someone looks at it', async () => {
  const { open, settle, lose } = browser();
  const [one, frozen] = [await open(), await open()];
  await one.write(name, 'one');
  await settle();
  await one.write(name, 'one, two');
  lose();
  expect(frozen.read(name)).toBe('one');
  await frozen.refresh();
  expect(frozen.read(name)).toBe('one, two');
  await one.write(name, '');
  lose();
  await frozen.refresh();
  expect(frozen.read(name)).toBe('');
});

test('an edit that is given up leaves the message as it was, an emptied one is empty', async () => {
  const { open, settle } = browser();
  const [one, two] = [await open(), await open()];
  await one.write('draft 1 2 mid', '');
  await settle();
  expect(two.read('draft 1 2 mid')).toBe('');
  one.drop('draft 1 2 mid');
  await settle();
  expect([one.read('draft 1 2 mid'), two.read('draft 1 2 mid')]).toEqual([null, null]);
});

test('nonsense from another build is no draft', async () => {
  const { open, tell } = browser();
  const one = await open();
  await one.write(name, 'mine');
  for (const message of [null, 7, {}, { name, text: 8, at: 9e15, tab: 'x' }, { name, text: 'x' }]) {
    tell(message);
  }
  expect(one.read(name)).toBe('mine');
});

for (const isHeardFirst of [true, false]) {
  const when = isHeardFirst ? 'before' : 'after';
  test(`what is typed in one tab while another sends is kept, heard of ${when} it is sent`, async () => {
    const shared = browser();
    const [alice, tab] = [await shared.open(), await shared.open()];
    await tab.write(name, 'four');
    await shared.settle();
    tab.sent(name);
    shared.clock.now += 10;
    await alice.write(name, 'not yet');
    if (isHeardFirst) await shared.settle();
    // The transaction that makes the text a message ends the draft that is stored by then.
    await shared.endStored();
    await tab.keepTyped(name);
    await shared.settle();
    expect(await shared.kept()).toBe('not yet');
    await alice.refresh();
    expect([alice.read(name), tab.read(name)]).toEqual(['not yet', 'not yet']);
  });
}
