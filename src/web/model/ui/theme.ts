// The colour scheme: light, dark, or the system's.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';

export type Scheme = 'system' | 'light' | 'dark';

export const createTheme = (localStore: LocalStore) => {
  const chosen = localStore.get('scheme');
  const scheme = signal<Scheme>(chosen === 'light' || chosen === 'dark' ? chosen : 'system');
  return {
    scheme: readonly(scheme),
    chooseScheme(next: Scheme): void {
      localStore.set('scheme', next);
      scheme.value = next;
    },
  };
};

export type Theme = ReturnType<typeof createTheme>;
