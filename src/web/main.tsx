// The page: it shows what the model knows, from the first signal on.
import { render } from 'preact';
import './style/all.css';
import { app } from './model/app';
import { Root } from './view/root';
import { applyScheme } from './view/scheme';
import { followTitle } from './view/title';
import { followWayBack } from './view/way-back';
import { attempt } from './words/words';

applyScheme();
followTitle();
followWayBack();
const root = document.getElementById('app');
if (root) render(<Root />, root);
attempt(() => app.session.start());
