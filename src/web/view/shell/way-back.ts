// The browser's way back, on a phone a button or a swipe: it closes what lies on top, a dialog or the
// conversation, and does not lead out of the page. The state of each entry of the history is how
// much was open there. What is closed by hand leaves its entry to what is opened next: a step that
// the page took by itself could meet one that someone takes.
import { effect } from '@preact/signals';
import { dialogs, opened } from '../../model/state';

const depth = () => (opened.value === null ? 0 : 1) + dialogs.value.length;
const marked = () => Number(history.state ?? 0);

const closeTop = () => {
  const top = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1);
  if (top) top.close();
  else opened.value = null;
};

export const followWayBack = (): void => {
  // After a reload the list is shown.
  if (marked() > 0) history.replaceState(null, '');
  let at = 0;
  effect(() => {
    while (at < depth()) {
      at += 1;
      history.pushState(at, '');
    }
  });
  addEventListener('popstate', () => {
    const before = at;
    at = marked();
    if (at >= before) return;
    if (depth() > 0) closeTop();
    // Nothing was open any more: whoever goes back from the list leaves.
    else history.go(-1 - at);
  });
};
