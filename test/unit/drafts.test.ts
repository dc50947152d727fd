// What was typed and not sent, in several tabs of one browser.
import { expect, test } from 'bun:test';
import { createDrafts } from '../../src/web/model/messages/drafts';

const name = 'draft 1 2';

/** Tabs share what is kept; what they tell each other comes when the test lets it. */
const browser = () => {
  const kept = new Map<string, string>();
  const tabs: ((message: unknown) => void)[] = [];
  let held: (() => void)[] = [];
  const clock = { now: 1_000 };
  const shelf = {
    recall: (key: string) => kept.get(key) ?? null,
    keep(key: string, text: string) {
      kept.set(key, text);
      return true;
    },
    forget: (key: string) => void kept.delete(key),
  };
  const open = () => {
    let listen: (message: unknown) => void = () => {};
    tabs.push((message) => listen(message));
    const own = tabs.length - 1;
    return createDrafts(
      shelf,
      {
        tell(message) {
          for (const [at, hear] of tabs.entries()) {
            if (at !== own) held.push(() => hear(structuredClone(message)));
          }
        },
        hear(listener) {
          listen = listener;
        },
      },
      () => clock.now,
    );
  };
  const settle = () => {
    for (let rounds = 0; held.length > 0 && rounds < 10; rounds += 1) {
      const now = held;
      held = [];
      for (const hear of now) hear();
    }
    expect(held).toEqual([]);
  };
  const tell = (message: unknown) => {
    for (const hear of tabs) hear(message);
  };
  return { kept, clock, open, settle, tell, lose: () => held.splice(0) };
};

test('a draft is the same in all tabs, also in one that opens later', () => {
  const { open, settle } = browser();
  const [one, two] = [open(), open()];
  one.write(name, 'half a thought');
  settle();
  expect(two.read(name)).toBe('half a thought');
  two.write(name, 'half a thought, and more');
  settle();
  expect([one.read(name), open().read(name)]).toEqual([
    'half a thought, and more',
    'half a thought, and more',
  ]);
  // Sent in one tab it is gone in the other.
  one.write(name, '');
  settle();
  expect([two.read(name), open().read(name)]).toEqual(['', null]);
  expect(two.read('draft 1 3')).toBeNull();
});

test('what was typed last wins, whatever the tabs hear first', () => {
  const { open, settle, kept, clock } = browser();
  const [one, two] = [open(), open()];
  one.write(name, 'sent from here');
  settle();
  clock.now = 2_000;
  two.write(name, 'typed on meanwhile');
  // The first tab has not heard of it, and its older word comes to the shelf after it.
  clock.now = 1_500;
  one.write(name, '');
  settle();
  expect([one.read(name), two.read(name), kept.get(name)]).toEqual([
    'typed on meanwhile',
    'typed on meanwhile',
    'typed on meanwhile',
  ]);
  // Whoever answers what was heard is later, whatever the clock says.
  clock.now = 5;
  one.write(name, 'a step back in time');
  settle();
  expect(two.read(name)).toBe('a step back in time');
});

test('two tabs in the same millisecond agree on one text', () => {
  const { open, settle, kept } = browser();
  const [one, two] = [open(), open()];
  one.write(name, 'one');
  two.write(name, 'two');
  settle();
  expect(one.read(name)).toBe(two.read(name));
  expect(kept.get(name)).toBe(one.read(name) ?? 'nothing');
});

test('a tab that missed what was said reads what is kept when someone looks at it', () => {
  const { open, settle, lose } = browser();
  const [one, frozen] = [open(), open()];
  one.write(name, 'one');
  settle();
  one.write(name, 'one, two');
  lose();
  expect(frozen.read(name)).toBe('one');
  frozen.refresh();
  expect(frozen.read(name)).toBe('one, two');
  one.write(name, '');
  lose();
  frozen.refresh();
  expect(frozen.read(name)).toBe('');
});

test('an edit that is given up leaves the message as it was, an emptied one is empty', () => {
  const { open, settle } = browser();
  const [one, two] = [open(), open()];
  one.write('draft 1 2 mid', '');
  settle();
  expect(two.read('draft 1 2 mid')).toBe('');
  one.drop('draft 1 2 mid');
  settle();
  expect([one.read('draft 1 2 mid'), two.read('draft 1 2 mid')]).toEqual([null, null]);
});

test('nonsense from another build is no draft', () => {
  const { open, tell } = browser();
  const one = open();
  one.write(name, 'mine');
  for (const message of [null, 7, {}, { name, text: 8, at: 9e15, tab: 'x' }, { name, text: 'x' }]) {
    tell(message);
  }
  expect(one.read(name)).toBe('mine');
});
