// The language of the screens: the one chosen here before, or what the browser prefers.
import { computed, effect, signal } from '@preact/signals';
import { ApiError, setApiLanguage } from '../model/api';
import { SafeFault } from '../model/remote';
import { say } from '../model/state';
import { en } from './en';
import { zh } from './zh';

export const CATALOGUES = { zh, en };
export type Language = keyof typeof CATALOGUES;

const chosen = localStorage.getItem('language');
const preferred: Language = navigator.language.startsWith('zh') ? 'zh' : 'en';
export const language = signal<Language>(chosen === 'zh' || chosen === 'en' ? chosen : preferred);
export const w = computed(() => CATALOGUES[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
  setApiLanguage(language.value);
});

export const chooseLanguage = (next: Language): void => {
  localStorage.setItem('language', next);
  language.value = next;
};

/** What went wrong, in words, with what to do. */
export const explain = (error: unknown): string => {
  const { errors } = w.value;
  const code =
    error instanceof ApiError ? error.code : error instanceof SafeFault ? 'LOCKED' : 'other';
  return errors[code] ?? errors.other ?? code;
};

/** Runs what a button does; a failure is said. */
export const attempt = (act: () => Promise<unknown>): void => {
  act().catch((error) => {
    if (!(error instanceof DOMException)) say(explain(error), true);
  });
};
