// The client as views use it. It is passed down from main.tsx, so that two can live in one process.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createExplain } from '../../i18n/explain';
import { createFormat } from '../../i18n/format';
import type { Languages } from '../../i18n/language';
import type { App } from '../../model/app';

/** The models, the texts and the formats. */
export const createClient = (app: App, languages: Languages) => {
  const format = createFormat(languages);
  return { ...app, ...languages, ...createExplain(languages, format, app.toast), format };
};

export type Client = ReturnType<typeof createClient>;

export const AppContext = createContext<Client | null>(null);

export const useApp = (): Client => {
  const client = useContext(AppContext);
  if (client === null) throw new Error('there is no client around this view');
  return client;
};
