// The conversation in which the page was left opens again at the next start. While the page is in sight
// nothing is remembered: a second tab begins with the list.
import type { CoreClient } from '../ui/use-app';

const NAME = 'last opened';

/** Gives what takes it: the friend, or null. */
export const rememberOpened = (client: CoreClient): (() => number | null) => {
  const { account, localStore, screen, session } = client;
  const left = (): void => {
    const opened = screen.opened.peek();
    // Whoever signed out leaves nothing.
    if (opened === null || session.lastName() === '') return;
    localStore.set(NAME, `${account.userId()} ${opened}`);
  };
  addEventListener('pagehide', left);
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') left();
    else localStore.remove(NAME);
  });
  return () => {
    const [user_id, friend_id] = (localStore.get(NAME) ?? '').split(' ').map(Number);
    localStore.remove(NAME);
    return user_id === account.userId() && friend_id ? friend_id : null;
  };
};
