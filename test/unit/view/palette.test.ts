// The palette: people, settings and things to do, by the beginning of any of their words.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import { en } from '../../../src/web/i18n/en/en';
import { createNaming } from '../../../src/web/model/people/naming';
import type { Panel } from '../../../src/web/model/ui/panel';
import { commandsFor } from '../../../src/web/view/palette/commands';
import type { Client } from '../../../src/web/view/ui/use-app';

const person = (id: number, username: string, display_name = '') => ({
  friend: { id, username, display_name, avatar: '' },
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

test('what is chosen is opened', () => {
  const { client, opened, visited } = clientWith(all);
  commandsFor(client, 'priya')[0]?.run();
  commandsFor(client, 'keyboard')[0]?.run();
  expect([visited, opened]).toEqual([[3], [{ settings: 'shortcuts' }]]);
});
