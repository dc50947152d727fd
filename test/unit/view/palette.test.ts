// The palette: people, settings and things to do, by the beginning of any of their words.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import { en } from '../../../src/web/i18n/en/en';
import { createNaming } from '../../../src/web/model/people/naming';
import type { Panel } from '../../../src/web/model/ui/panel';
import { commandsFor } from '../../../src/web/view/palette/commands';
import { shortcutOf } from '../../../src/web/view/palette/keys';
import { letterOf } from '../../../src/web/view/ui/key-event';
import { isNamed } from '../../../src/web/view/ui/person/person-name';
import type { Client } from '../../../src/web/view/ui/use-app';

const person = (id: number, username: string, display_name = '', archived = false) => ({
  friend: { id, username, display_name, avatar: '' },
  archived,
});

const clientWith = (list: ReturnType<typeof person>[]) => {
  const opened: Panel[] = [];
  const visited: number[] = [];
  const client = {
    t: { value: en },
    people: { isSelf: (id: number) => id === 1 },
    naming: createNaming({
      friends: signal(list.map(({ friend }) => friend)),
      me: signal(null),
      nicknames: signal({}),
      pins: signal({}),
    }),
    conversations: { list: { value: list } },
    appLock: { settings: { value: null } },
    theme: { look: { value: { scheme: 'dark' } } },
    screen: { opened: signal<number | null>(null) },
    attempt: (act: () => Promise<unknown>) => void act(),
    panel: { open: (panel: Panel) => opened.push(panel) },
    actions: { openConversation: async (id: number) => visited.push(id) },
  };
  Object.assign(globalThis, { matchMedia: () => ({ matches: false }) });
  return { client: client as unknown as Client, opened, visited };
};

const all = [person(1, 'alice'), person(2, 'bob', 'Árvíztűrő Béla'), person(3, 'priya')];

test('a few letters find people by either name, pages and acts, the best first', () => {
  const { client } = clientWith(all);
  const found = (typed: string) => commandsFor(client, typed).map(({ label }) => label);
  expect(found('bel')[0]).toBe('Árvíztűrő Béla');
  expect(found('arviz')[0]).toBe('Árvíztűrő Béla');
  expect(found('pri').slice(0, 2)).toEqual(['priya', 'Privacy']);
  expect(found('light')).toContain('Switch to light');
  // What nobody and nothing is called is looked for in the messages.
  expect(found('doctor')).toEqual(['Search messages for “doctor”']);
  // Without a word it begins with the conversations.
  expect(found('').slice(0, 3)).toEqual([en.people.notes, 'Árvíztűrő Béla', 'priya']);
});

test('the search has the keys at once, not when all is found and they are meant for something else', async () => {
  const { client } = clientWith(all);
  const scene = { focused: 0, found: () => {} };
  const search = {
    ask: () => new Promise<void>((resolve) => Object.assign(scene, { found: resolve })),
  };
  const field = {
    checkVisibility: () => true,
    focus: () => Object.assign(scene, { focused: scene.focused + 1 }),
  };
  const { document } = globalThis;
  Object.assign(globalThis, { document: { querySelector: () => field } });
  const running = commandsFor({ ...client, search } as never, 'doctor')[0]?.run();
  await Promise.resolve();
  await Promise.resolve();
  expect(scene.focused).toBe(1);
  scene.found();
  await running;
  expect(scene.focused).toBe(1);
  Object.assign(globalThis, { document });
});

test('what is chosen is opened', () => {
  const { client, opened, visited } = clientWith(all);
  commandsFor(client, 'priya')[0]?.run();
  commandsFor(client, 'keyboard')[0]?.run();
  expect([visited, opened]).toEqual([[3], [{ settings: 'shortcuts' }]]);
});

/** On a keyboard where Control is the key of commands. */
const pressed = (key: string, code: string, more: Partial<KeyboardEvent> = {}) =>
  ({
    key,
    code,
    ctrlKey: true,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  }) as KeyboardEvent;

test('a shortcut is the same on a keyboard of another script, with the Caps Lock, and above a digit', () => {
  const { client, opened } = clientWith(all);
  for (const [key, code] of [
    ['k', 'KeyK'],
    ['K', 'KeyK'],
    ['ن', 'KeyK'],
    ['л', 'KeyK'],
  ] as const) {
    shortcutOf(client, pressed(key, code))?.();
  }
  expect(opened).toEqual(['palette', 'palette', 'palette', 'palette']);
  // Where a Latin letter stands is its reader's matter: Dvorak has its K elsewhere.
  shortcutOf(client, pressed('k', 'KeyV'))?.();
  expect(opened).toHaveLength(5);
  expect(shortcutOf(client, pressed('t', 'KeyK'))).toBeUndefined();
  shortcutOf(client, pressed('/', 'Digit7', { shiftKey: true }))?.();
  shortcutOf(client, pressed(',', 'KeyM'))?.();
  expect(opened.slice(5)).toEqual([{ settings: 'shortcuts' }, { settings: null }]);
  expect(letterOf({ key: 'Enter', code: 'Enter' })).toBe('enter');
});

test('the next and the previous conversation are those of the list that is before one', () => {
  const { client, visited } = clientWith([
    person(2, 'bob'),
    person(3, 'carol', '', true),
    person(4, 'dave'),
    person(5, 'eve', '', true),
  ]);
  const step = (opened: number | null, key: string) => {
    Object.assign(client.screen, { opened: signal(opened) });
    shortcutOf(client, pressed(key, key, { ctrlKey: false, altKey: true }))?.();
  };
  step(null, 'ArrowDown');
  step(2, 'ArrowDown');
  step(4, 'ArrowDown');
  step(3, 'ArrowDown');
  step(4, 'ArrowUp');
  expect(visited).toEqual([2, 4, 5, 2]);
});

test('somebody is found without the accents, and a name from right to left by its first letters', () => {
  const bela = person(2, 'bob', 'Árvíztűrő Béla');
  const sara = person(3, 'sara', 'سارة');
  const { client } = clientWith([bela, sara]);
  const found = (sought: string) =>
    [bela, sara].filter(({ friend }) => isNamed(client, friend, sought)).length;
  expect([found('arviz'), found('BÉLA'), found('سار'), found('nobody')]).toEqual([1, 1, 1, 0]);
  expect(commandsFor(client, 'سار')[0]?.person?.id).toBe(3);
});
