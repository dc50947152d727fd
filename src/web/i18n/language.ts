// The language of the screens: the one chosen here before, or what the browser prefers.
import { computed, signal } from '@preact/signals';
import { readonly } from '../model/readonly';
import type { LocalStore } from '../model/store/local-store';
import type { English } from './en/en';
import { en } from './en/en';
import { zh } from './zh/zh';

export const CATALOGUES = { zh, en };
export type Language = keyof typeof CATALOGUES;
export type Translation = English;

/** As BCP 47 has it: the script decides which glyphs are shown. */
export const tagOf = (name: Language): string => (name === 'zh' ? 'zh-CN' : name);

/** `preferred`: the browser's, as BCP 47 has it. */
export const createLanguage = (localStore: LocalStore, preferred: string) => {
  const chosen = localStore.get('language');
  const first: Language = preferred.startsWith('zh') ? 'zh' : 'en';
  const language = signal<Language>(chosen === 'zh' || chosen === 'en' ? chosen : first);
  return {
    language: readonly(language),
    /** The texts in this language, by folder of the view. */
    t: computed((): Translation => CATALOGUES[language.value]),
    chooseLanguage(next: Language): void {
      localStore.set('language', next);
      language.value = next;
    },
  };
};

export type Languages = ReturnType<typeof createLanguage>;
