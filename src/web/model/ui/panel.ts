// What is open over the conversations, whoever asked for it: a button, a key, or the palette.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';

export const SETTINGS_PAGES = [
  'profile',
  'appearance',
  'language',
  'notifications',
  'calls',
  'privacy',
  'lock',
  'security',
  'devices',
  'blocked',
  'storage',
  'shortcuts',
  'encryption',
  'about',
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** The people dialog with what is looked for, or an invitation; a page of the settings, or their list. */
export type Panel =
  | { people: string; isInviting?: true }
  | { settings: SettingsPage | null }
  | 'palette';

export const createPanel = () => {
  const shown = signal<Panel | null>(null);
  return {
    shown: readonly(shown),
    open(next: Panel): void {
      shown.value = next;
    },
    /** If it is still that one: what is done only once an answer comes closes nothing else. */
    close(open = shown.value): void {
      if (shown.value === open) shown.value = null;
    },
  };
};
