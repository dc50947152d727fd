// The page: the models on what a browser gives, and the views on the models.
import { render } from 'preact';
import './view/all.css';
import { createLanguage } from './i18n/language';
import type { Core } from './model/core';
import { createCore } from './model/core';
import type { SignedInModels } from './model/signed-in';
import { createLocalStore } from './model/store/local-store';
import { browserPlatform } from './platform/browser';
import { followAddress } from './view/shell/address';
import { followDocument } from './view/shell/document';
import { rememberOpened } from './view/shell/last-opened';
import { pageHistory } from './view/shell/page-history';
import { preloadShell, Root } from './view/shell/root';
import { CoreContext, createCoreClient } from './view/ui/use-app';

const platform = browserPlatform();
const languages = createLanguage(createLocalStore(platform.localStore), navigator.language);

/** What only somebody who is signed in needs: models, texts and views. */
const loadSignedIn = async () => {
  const [{ createSignedIn }] = await Promise.all([
    import('./view/shell/signed-in'),
    languages.loadWhole(),
    preloadShell(),
  ]);
  return () => createSignedIn(core.base);
};

const core: Core<SignedInModels> = createCore(
  platform,
  () => languages.language.value,
  loadSignedIn,
);
const client = createCoreClient(core.models, languages);
followDocument(client);
followAddress(client, {
  history: pageHistory(),
  push: platform.push,
  takeLast: rememberOpened(client),
});
const root = document.getElementById('app');
if (root) {
  render(
    <CoreContext value={client}>
      <Root />
    </CoreContext>,
    root,
  );
}
// Beside the session, for somebody who was signed in here before.
if (client.session.lastName() !== '') client.preloadSignedIn();
client.attempt(() => client.session.start());
client.update.start();
client.today.follow();
