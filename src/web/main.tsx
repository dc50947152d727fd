// The page: the models on what a browser gives, and the views on the models.
import { render } from 'preact';
import './view/all.css';
import { browserParts } from './browser';
import { createLanguage } from './i18n/language';
import { createApp } from './model/app';
import { createLocalStore } from './model/store/local-store';
import { followAddress } from './view/shell/address';
import { followDocument } from './view/shell/document';
import { Root } from './view/shell/root';
import { AppContext, createClient } from './view/ui/use-app';

const parts = browserParts();
const languages = createLanguage(createLocalStore(parts.localStore), navigator.language);
const client = createClient(
  createApp(parts, () => languages.language.value),
  languages,
);
followDocument(client);
followAddress(client, parts.push);
const root = document.getElementById('app');
if (root) {
  render(
    <AppContext value={client}>
      <Root />
    </AppContext>,
    root,
  );
}
client.attempt(() => client.session.start());
client.update.start();
client.presenceHere.follow();
client.sounds.follow();
