// The language of the screens: the one chosen here before, or what the browser prefers. The texts of the
// first screens are there at once, the others come for somebody who signs in.
import { batch, computed, signal } from '@preact/signals';
import { readonly } from '../model/readonly';
import type { LocalStore } from '../model/store/local-store';
import type { English } from './en/en';
import type { EnglishSignedOut } from './en/signed-out';
import { signedOut as en } from './en/signed-out';
import { signedOut as zh } from './zh/signed-out';

/** All texts, and those of the first screens. */
type Translation = English;
export type FirstTranslation = EnglishSignedOut;

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

/** English as times are written where the browser is at home: by 12 hours or 24, the day first or not. */
const englishOf = (preferred: string): string => {
  try {
    const { region } = new Intl.Locale(preferred).maximize();
    const times = new Intl.DateTimeFormat(preferred, { hour: 'numeric' }).resolvedOptions();
    return new Intl.Locale('en', { region, hourCycle: times.hourCycle }).toString();
  } catch {
    return 'en';
  }
};

/** `preferred`: the browser's, as BCP 47 has it. */
export const createLanguage = (localStore: LocalStore, preferred: string) => {
  const chosen = localStore.get('language');
  const first: Language = preferred.startsWith('zh') ? 'zh' : 'en';
  const language = signal<Language>(chosen === 'zh' || chosen === 'en' ? chosen : first);
  const texts = computed<FirstTranslation>(() => FIRST[language.value]);
  const english = englishOf(preferred);
  const locale = computed(() => (language.value === 'en' ? english : language.value));
  const whole = signal<Translation | null>(null);
  let latest: Language = language.value;
  const change = (next: Language, all: Translation | null): void => {
    localStore.set('language', next);
    batch(() => {
      language.value = next;
      whole.value = all;
    });
  };
  const loadWhole = async (): Promise<void> => {
    if (whole.value !== null) return;
    const name = language.value;
    const all = await WHOLE[name]();
    // Meanwhile another may have been chosen.
    if (name === language.value) whole.value = all;
    else await loadWhole();
  };
  return {
    language: readonly(language),
    /** For times, as BCP 47 has it. */
    locale,
    /** The texts of the first screens in this language, by folder of the view. */
    t: texts,
    /** All texts; null until they are loaded. */
    whole: readonly(whole),
    /** @throws if they can't be had now */
    loadWhole,
    /** On the first screens, at once: the other texts are loaded again before somebody is in. */
    async chooseFirst(next: Language): Promise<void> {
      change(next, null);
    },
    /** For all screens. @throws if its texts can't be had now: then the language stays */
    async chooseWhole(next: Language): Promise<void> {
      latest = next;
      const all = await WHOLE[next]();
      // Meanwhile the other one may have been chosen.
      if (latest === next) change(next, all);
    },
  };
};

export type Languages = ReturnType<typeof createLanguage>;
