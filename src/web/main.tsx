// The page: it shows what the model knows, from the first signal on.
import { render } from 'preact';
import './view/all.css';
import { attempt } from './i18n/language';
import { app } from './model/app';
import { Root } from './view/shell/root';
import { followTitle } from './view/shell/title';
import { followWayBack } from './view/shell/way-back';
import { applyScheme } from './view/ui/theme';

applyScheme();
followTitle();
followWayBack();
const root = document.getElementById('app');
if (root) render(<Root />, root);
attempt(() => app.session.start());
