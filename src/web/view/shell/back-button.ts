// The browser's back button, or the swipe on a phone, closes the topmost dialog or the conversation
// instead of leaving the page. The state of each history entry says how many were open there. A
// dialog that is closed by hand leaves its entry to the next one: if the page went back by itself,
// that could collide with the user's own step back.
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
    // Nothing is open any more, so going back from the list leaves the page.
    else history.go(-1 - at);
  });
};
