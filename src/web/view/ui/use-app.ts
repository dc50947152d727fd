// The client as views use it: the half that every screen has, and both for those behind the sign-in.
// It is passed down from main.tsx, so that two can live in one process.
import { computed } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createExplain } from '../../i18n/explain';
import { createFormat } from '../../i18n/format';
import type { Languages } from '../../i18n/language';
import type { Entry } from '../../model/entry';
import type { InsideModels } from '../../model/inside';

/** The models of the entry, its texts and the formats. */
export const createEntryClient = (
  { inside: insideModels, ...models }: Entry<InsideModels>['models'],
  languages: Languages,
) => {
  const { language, t, whole, chooseFirst, chooseWhole } = languages;
  const format = createFormat(languages);
  const { explain, attempt } = createExplain(languages, format, models.toast);
  const entry = { ...models, language, t, explain, attempt, format };
  const isWhole = computed(() => whole.value !== null);
  /** With the models of both halves, and all texts. */
  const both = (inside: InsideModels) => {
    const loaded = whole.peek();
    const all = loaded && { t: computed(() => whole.value ?? loaded) };
    return all && { ...entry, ...inside, ...all, chooseLanguage: chooseWhole };
  };
  return {
    ...entry,
    chooseLanguage: chooseFirst,
    /** Null until the other half is loaded. */
    inside: computed(() => {
      const inside = insideModels.value;
      return inside && isWhole.value ? both(inside) : null;
    }),
  };
};

export type EntryClient = ReturnType<typeof createEntryClient>;
export type Client = NonNullable<EntryClient['inside']['value']>;

export const EntryContext = createContext<EntryClient | null>(null);
export const AppContext = createContext<Client | null>(null);

const missing = (): never => {
  throw new Error('there is no client around this view');
};

/** For what every screen has. */
export const useEntry = (): EntryClient => useContext(EntryContext) ?? missing();

/** For what is behind the sign-in. */
export const useApp = (): Client => useContext(AppContext) ?? missing();
