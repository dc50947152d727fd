// How it looks on this device: the colour scheme, the size of the text, how close things stand, the
// colour of what can be pressed, and what lies behind a conversation.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';

export interface Look {
  scheme: 'system' | 'light' | 'dark';
  text: 'normal' | 'small' | 'large' | 'larger';
  density: 'airy' | 'compact';
  accent: 'bronze' | 'blue' | 'violet' | 'rose' | 'ochre';
  ground: 'plain' | 'dots' | 'lines' | 'tint';
}
export type LookName = keyof Look;

/** The first of each is what it is until somebody chooses. */
export const LOOKS: { [Name in LookName]: [Look[Name], ...Look[Name][]] } = {
  scheme: ['system', 'light', 'dark'],
  text: ['normal', 'small', 'large', 'larger'],
  density: ['airy', 'compact'],
  accent: ['bronze', 'blue', 'violet', 'rose', 'ochre'],
  ground: ['plain', 'dots', 'lines', 'tint'],
};

/** The scheme is stored as it was before there was more than that. */
const storedAs = (name: LookName): string => (name === 'scheme' ? name : `look ${name}`);

export const createTheme = (localStore: LocalStore) => {
  const read = <Name extends LookName>(name: Name): Look[Name] => {
    const chosen = localStore.get(storedAs(name));
    const [first] = LOOKS[name];
    return LOOKS[name].find((each) => each === chosen) ?? first;
  };
  const look = signal<Look>({
    scheme: read('scheme'),
    text: read('text'),
    density: read('density'),
    accent: read('accent'),
    ground: read('ground'),
  });
  return {
    look: readonly(look),
    choose<Name extends LookName>(name: Name, value: Look[Name]): void {
      localStore.set(storedAs(name), value);
      look.value = { ...look.value, [name]: value };
    },
  };
};
