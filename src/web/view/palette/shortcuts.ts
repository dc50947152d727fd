// What the keyboard does: one list, which the settings show and the page obeys.
import type { Client } from '../ui/use-app';

type ShortcutName = keyof Client['t']['value']['palette']['shortcuts'];

/** `Mod` is Command on a Mac, else Control. */
export const SHORTCUTS: [ShortcutName, string[]][] = [
  ['palette', ['Mod', 'K']],
  ['search', ['Mod', 'Shift', 'F']],
  ['next', ['Alt', '↓']],
  ['previous', ['Alt', '↑']],
  ['settings', ['Mod', ',']],
  ['lock', ['Mod', 'Shift', 'L']],
  ['list', ['Mod', '/']],
  ['send', ['Enter']],
  ['newLine', ['Shift', 'Enter']],
  ['editLast', ['↑']],
  ['undo', ['Mod', 'Z']],
  ['messages', ['↑', '↓']],
  ['menu', ['Enter']],
  ['close', ['Esc']],
];

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** As it stands on the key. */
export const keyName = (key: string): string => {
  if (key === 'Mod') return isMac() ? '⌘' : 'Ctrl';
  return key === 'Alt' && isMac() ? '⌥' : key;
};

/** Command on a Mac, else Control, and nothing beside it but Shift. */
export const isMod = (event: KeyboardEvent): boolean =>
  (isMac() ? event.metaKey : event.ctrlKey) && !event.altKey;
