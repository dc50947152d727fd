// The browser's way back, on a phone a button or a swipe: it closes what lies on top, a dialog or the
// conversation, and does not lead out of the page. The state of each entry of the history is how
// much was open there. What is closed by hand leaves its entry to what is opened next: a step that
// the page took by itself could meet one that someone takes.
import { effect } from '@preact/signals';
import type { Client } from '../ui/use-app';

const marked = () => Number(history.state ?? 0);

export const followBackButton = ({ screen }: Client): void => {
  const depth = () => (screen.opened.value === null ? 0 : 1) + screen.dialogs.value.length;
  const closeTop = () => {
    const top = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1);
    if (top) top.close();
    else screen.closeConversation();
  };
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
