// What somebody is called here: by the nickname that only this person gave, else as they want to be
// called, else by the user name. Keys and marks of trust hold to the user name alone, so it stands beside
// a name that looks like another's (Unicode TR 39), or that a stranger chose.
import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';
import { hasLookalikeIn, lookalikeIndex } from '../../../protocol/lookalike/lookalike-index';
import type { Person } from '../../../protocol/objects';
import { besideUsername, isolated, straight } from './isolated';

export type Named = Pick<Person, 'id' | 'username' | 'display_name'>;

interface Shown {
  name: string;
  /** The user name, if the name alone could be taken for somebody else's. */
  beside: string | null;
}

interface Needs {
  friends: ReadonlySignal<Named[]>;
  me: ReadonlySignal<Named | null>;
  /** By user id. */
  nicknames: ReadonlySignal<Readonly<Record<string, string>>>;
  /** Everyone who was ever met, by user id: a server may leave one out, and lend the name to another. */
  pins: ReadonlySignal<Readonly<Record<string, { name: Omit<Named, 'id'> }>>>;
}

export const createNaming = ({ friends, me, nicknames, pins }: Needs) => {
  const nicknameOf = (id: number): string => nicknames.value[id] ?? '';
  const namesOf = ({ id, username, display_name }: Named): string[] =>
    [...new Set([nicknameOf(id), display_name, username])].filter((name) => name !== '');
  /** Whose name looks like that. */
  const looks = computed(() => {
    const met = Object.entries(pins.value).map(([id, { name }]) => ({ ...name, id: Number(id) }));
    const all = [...friends.value, ...(me.value ? [me.value] : []), ...met];
    return lookalikeIndex(all.map((person) => ({ id: person.id, names: namesOf(person) })));
  });
  const known = computed(() => new Set(friends.value.map(({ id }) => id)));

  const shown = (person: Named): Shown => {
    const [name = person.username] = namesOf(person);
    const isAlike = () => hasLookalikeIn(looks.value, person.id, name);
    const isStranger = !known.value.has(person.id) && nicknameOf(person.id) === '';
    const isDoubtful = name !== person.username && (isStranger || isAlike());
    return { name: straight(name), beside: isDoubtful ? person.username : null };
  };
  const called = (person: Named): string => {
    const { name, beside } = shown(person);
    return beside === null ? isolated(name) : besideUsername(name, beside);
  };

  return {
    nicknameOf,
    /** Every name by which somebody is found, what is shown first. */
    namesOf,
    shown,
    /** In a sentence. */
    called,
    /** The same of a friend by the id; '' for anybody else. */
    calledById(id: number): string {
      const friend = friends.value.find((each) => each.id === id);
      return friend ? called(friend) : '';
    },
    /** Where keys and trust are spoken of: they hold to the user name. */
    inFull: (person: Named): string => besideUsername(shown(person).name, person.username),
  };
};

export type Naming = ReturnType<typeof createNaming>;
