// The client as views use it: the half that every screen has, and both for those behind the sign-in.
// It is passed down from main.tsx, so that two can live in one process.
import { computed } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createExplain } from '../../i18n/explain';
import { createFormat } from '../../i18n/format';
import type { Languages } from '../../i18n/language';
import type { Core } from '../../model/core';
import type { SignedInModels } from '../../model/signed-in';

/** The models of the core, its texts and the formats. */
export const createCoreClient = (
  { signedIn: signedInModels, ...models }: Core<SignedInModels>['models'],
  languages: Languages,
) => {
  const { language, t, whole, chooseFirst, chooseWhole } = languages;
  const format = createFormat(languages, models.today.day);
  const { explain, attempt } = createExplain(languages, format, models.toast);
  const core = { ...models, language, t, explain, attempt, format };
  const isWhole = computed(() => whole.value !== null);
  /** With the models of both halves, and all texts. */
  const both = (signedIn: SignedInModels) => {
    const loaded = whole.peek();
    const all = loaded && { t: computed(() => whole.value ?? loaded) };
    return all && { ...core, ...signedIn, ...all, chooseLanguage: chooseWhole };
  };
  return {
    ...core,
    chooseLanguage: chooseFirst,
    /** Null until the other half is loaded. */
    signedIn: computed(() => {
      const signedIn = signedInModels.value;
      return signedIn && isWhole.value ? both(signedIn) : null;
    }),
  };
};

export type CoreClient = ReturnType<typeof createCoreClient>;
export type Client = NonNullable<CoreClient['signedIn']['value']>;

export const CoreContext = createContext<CoreClient | null>(null);
export const AppContext = createContext<Client | null>(null);

const missing = (): never => {
  throw new Error('there is no client around this view');
};

/** For what every screen has. */
export const useCore = (): CoreClient => useContext(CoreContext) ?? missing();

/** For what is behind the sign-in. */
export const useApp = (): Client => useContext(AppContext) ?? missing();
