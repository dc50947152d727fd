// The language of the screens: the one chosen here before, or what the browser prefers.
import { computed, effect, signal } from '@preact/signals';
import { ApiError, setApiLanguage } from '../model/net/api';
import { say } from '../model/state';
import { keepText, recallText } from '../model/store/storage';
import { en } from './en/en';
import { span } from './format';
import { codeOf } from './mistakes';
import { zh } from './zh/zh';

export const CATALOGUES = { zh, en };
export type Language = keyof typeof CATALOGUES;

const chosen = recallText('language');
const preferred: Language = navigator.language.startsWith('zh') ? 'zh' : 'en';
export const language = signal<Language>(chosen === 'zh' || chosen === 'en' ? chosen : preferred);
export const w = computed(() => CATALOGUES[language.value]);

/** As BCP 47 has it: the script decides which glyphs are shown. */
export const tagOf = (name: Language): string => (name === 'zh' ? 'zh-CN' : name);

effect(() => {
  document.documentElement.lang = tagOf(language.value);
  setApiLanguage(language.value);
});

export const chooseLanguage = (next: Language): void => {
  keepText('language', next);
  language.value = next;
};

interface Details {
  retry_after_s?: number;
  fields?: { path: string }[];
}

/** What went wrong, in words, with what to do. */
export const explain = (error: unknown): string => {
  const { errors, fields, waitFor } = w.value;
  if (error instanceof ApiError) {
    const { retry_after_s, fields: wrong } = error.details as Details;
    if (retry_after_s) return waitFor(span(retry_after_s * 1_000));
    const known = wrong?.map(({ path }) => fields[path]).find((text) => text !== undefined);
    if (known) return known;
  }
  const code = codeOf(error);
  return errors[code] ?? errors.other ?? code;
};

/** Runs what a button does; a failure is said. */
export const attempt = (act: () => Promise<unknown>): void => {
  act().catch((error) => {
    if (!(error instanceof DOMException)) say(explain(error), true);
  });
};
