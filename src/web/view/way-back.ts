// The browser's way back, on a phone a button or a swipe: from a conversation it leads to the list,
// and not out of the page.
import { effect } from '@preact/signals';
import { opened } from '../model/state';

const MARK = 'conversation';

export const followWayBack = (): void => {
  // Steps back that this page takes by itself, and that have not arrived.
  let own = 0;
  const agree = (isOpen: boolean) => {
    const isMarked = history.state === MARK;
    if (own > 0 || isOpen === isMarked) return;
    if (isOpen) return history.pushState(MARK, '');
    own += 1;
    history.back();
  };
  // After a reload the list is shown.
  if (history.state === MARK) history.replaceState(null, '');
  effect(() => agree(opened.value !== null));
  addEventListener('popstate', () => {
    if (own > 0) own -= 1;
    else if (history.state !== MARK) opened.value = null;
    // Forward, to where nothing is open any more.
    agree(opened.value !== null);
  });
};
