// The page: the models on what a browser gives, and the views on the models.
import { render } from 'preact';
import './view/all.css';
import { createLanguage } from './i18n/language';
import type { Entry } from './model/entry';
import { createEntry } from './model/entry';
import type { InsideModels } from './model/inside';
import { createLocalStore } from './model/store/local-store';
import { browserPlatform } from './platform/browser';
import { followAddress } from './view/shell/address';
import { followDocument } from './view/shell/document';
import { rememberOpened } from './view/shell/last-opened';
import { pageHistory } from './view/shell/page-history';
import { preloadShell, Root } from './view/shell/root';
import { createEntryClient, EntryContext } from './view/ui/use-app';

const platform = browserPlatform();
const languages = createLanguage(createLocalStore(platform.localStore), navigator.language);

/** What only somebody who is signed in needs: models, texts and views. */
const loadInside = async () => {
  const [{ createInside }] = await Promise.all([
    import('./view/shell/inside'),
    languages.loadWhole(),
    preloadShell(),
  ]);
  return () => createInside(entry.base);
};

const entry: Entry<InsideModels> = createEntry(
  platform,
  () => languages.language.value,
  loadInside,
);
const client = createEntryClient(entry.models, languages);
followDocument(client);
followAddress(client, {
  history: pageHistory(),
  push: platform.push,
  takeLast: rememberOpened(client),
});
const root = document.getElementById('app');
if (root) {
  render(
    <EntryContext value={client}>
      <Root />
    </EntryContext>,
    root,
  );
}
// Beside the session, for somebody who was signed in here before.
if (client.session.lastName() !== '') client.prepareInside();
client.attempt(() => client.session.start());
client.update.start();
