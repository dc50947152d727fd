// What the palette offers: people and conversations, pages of the settings, and things to do.
import type { Friend } from '../../../protocol/objects';
import { SETTINGS_PAGES } from '../../model/ui/panel';
import { takeAlong } from '../exports/start';
import { focusSearch } from '../search/focus-search';
import type { IconName } from '../ui/icon';
import { folded, nameOf } from '../ui/person/person-name';
import type { Client } from '../ui/use-app';

export interface Command {
  id: string;
  label: string;
  /** A second name that finds it, too. */
  about: string;
  person?: Friend;
  icon: IconName;
  run: () => unknown;
}

const shown_max = 12;

const conversationsOf = (app: Client): Command[] =>
  app.conversations.list.value.map(({ friend }) => ({
    id: `c${friend.id}`,
    label: nameOf(app, friend),
    about: app.people.isSelf(friend.id) ? '' : app.naming.namesOf(friend).slice(1).join(' · '),
    person: friend,
    icon: 'person',
    run: () => app.actions.openConversation(friend.id),
  }));

const actsOf = (app: Client): Command[] => {
  const { t, appLock, panel, theme } = app;
  const { palette, people, exports } = t.value;
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const { scheme } = theme.look.value;
  const next = (scheme === 'system' ? isDark : scheme === 'dark') ? 'light' : 'dark';
  const act = (id: string, label: string, icon: IconName, run: Command['run']): Command => ({
    id,
    label,
    about: '',
    icon,
    run,
  });
  const lock = act('lock', t.value.settings.lockNow, 'lock', appLock.lock);
  return [
    ...(appLock.settings.value ? [lock] : []),
    act('add', people.addPeople, 'add', () => panel.open({ people: '' })),
    act('scheme', palette.scheme[next], next === 'dark' ? 'moon' : 'sun', () =>
      theme.choose('scheme', next),
    ),
    act('export', exports.takeAllAlong, 'down', () => takeAlong(app, null)),
  ];
};

const pagesOf = ({ t, panel }: Client): Command[] =>
  SETTINGS_PAGES.map((page) => ({
    id: `s${page}`,
    label: t.value.settings.pages[page],
    about: t.value.settings.title,
    icon: 'sliders',
    run: () => panel.open({ settings: page }),
  }));

/** What is typed is looked for in messages, too. */
const searchFor = (app: Client, text: string): Command => ({
  id: 'search',
  label: app.t.value.palette.searchMessages(text),
  about: '',
  icon: 'search',
  async run() {
    const asked = app.search.ask({ text, friend_id: null });
    // Not once all is found: by then the keys may be meant for something else.
    await focusSearch(app);
    await asked;
  },
});

/** Those whose words begin with it come first. */
export const commandsFor = (app: Client, typed: string): Command[] => {
  const all = [...conversationsOf(app), ...actsOf(app), ...pagesOf(app)];
  const sought = folded(typed.trim());
  if (sought === '') return all.slice(0, shown_max);
  const rankOf = ({ label, about }: Command): number => {
    const names = [label, about].map(folded);
    if (names.some((name) => name.startsWith(sought))) return 0;
    if (names.some((name) => name.split(/[\s_.-]+/).some((word) => word.startsWith(sought))))
      return 1;
    return names.some((name) => name.includes(sought)) ? 2 : 3;
  };
  const found = all
    .map((command) => ({ command, rank: rankOf(command) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
  return [...found.slice(0, shown_max), searchFor(app, typed.trim())];
};
