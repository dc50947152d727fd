// The language of the screens: the one chosen here before, or what the browser prefers. The texts of the
// first screens are there at once, the others come when somebody is signed in.
import { batch, signal } from '@preact/signals';
import { readonly } from '../model/readonly';
import type { LocalStore } from '../model/store/local-store';
import type { English } from './en/en';
import { first as en } from './en/first';
import { first as zh } from './zh/first';

export type Translation = English;

const FIRST = { zh, en };
export type Language = keyof typeof FIRST;

const WHOLE: Record<Language, () => Promise<Translation>> = {
  zh: async () => (await import('./zh/zh')).zh,
  en: async () => (await import('./en/en')).en,
};

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { zh: '中文', en: 'English' };

/** As BCP 47 has it: the script decides which glyphs are shown. */
export const tagOf = (name: Language): string => (name === 'zh' ? 'zh-CN' : name);

/** `preferred`: the browser's, as BCP 47 has it. */
export const createLanguage = (localStore: LocalStore, preferred: string) => {
  const chosen = localStore.get('language');
  const first: Language = preferred.startsWith('zh') ? 'zh' : 'en';
  const language = signal<Language>(chosen === 'zh' || chosen === 'en' ? chosen : first);
  const isWhole = signal(false);
  // Only screens that wait for `isWhole` read what is missing.
  const texts = signal(FIRST[language.value] as Translation);
  const change = (next: Language, all: Translation): void =>
    batch(() => {
      language.value = next;
      texts.value = all;
    });
  return {
    language: readonly(language),
    /** The texts in this language, by folder of the view. */
    t: readonly(texts),
    /** All of them are there, and not only those of the first screens. */
    isWhole: readonly(isWhole),
    /** @throws if they can't be had now */
    async loadWhole(): Promise<void> {
      change(language.value, await WHOLE[language.value]());
      isWhole.value = true;
    },
    /** @throws if its texts can't be had now: then the language stays */
    async chooseLanguage(next: Language): Promise<void> {
      const all = isWhole.value ? await WHOLE[next]() : (FIRST[next] as Translation);
      localStore.set('language', next);
      change(next, all);
    },
  };
};

export type Languages = ReturnType<typeof createLanguage>;
