// The shortcuts that hold everywhere; where a dialog is open they are its own.
import { useLayoutEffect } from 'preact/hooks';
import { focusSearch } from '../search/focus-search';
import { isComposing, letterOf } from '../ui/key-event';
import type { Client } from '../ui/use-app';
import { isMod } from './shortcuts';

/** The conversation above or below the open one, in the order of the list that has it. */
const neighbour = ({ conversations, screen }: Client, by: 1 | -1): number | undefined => {
  const all = conversations.list.value;
  const opened = all.find(({ friend }) => friend.id === screen.opened.value);
  const isAway = opened?.archived ?? false;
  const ids = all.filter(({ archived }) => archived === isAway).map(({ friend }) => friend.id);
  const at = ids.indexOf(opened?.friend.id ?? 0);
  return at < 0 ? ids[0] : ids[at + by];
};

const actWithShift = (app: Client, key: string): (() => void) | undefined => {
  if (key === 'f') return () => void focusSearch(app);
  const { appLock, attempt } = app;
  return key === 'l' && appLock.settings.value ? () => attempt(appLock.lock) : undefined;
};

/** What a press of keys does; undefined if it is nobody's. */
export const shortcutOf = (app: Client, event: KeyboardEvent): (() => void) | undefined => {
  const { panel, attempt, actions } = app;
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (isMod(event)) {
    // On some keyboards it is above a digit.
    if (key === '/') return () => panel.open({ settings: 'shortcuts' });
    if (shiftKey) return actWithShift(app, letterOf(event));
    if (key === ',') return () => panel.open({ settings: null });
    return letterOf(event) === 'k' ? () => panel.open('palette') : undefined;
  }
  const by = { ArrowDown: 1, ArrowUp: -1 }[key] as 1 | -1 | undefined;
  if (!altKey || ctrlKey || metaKey || shiftKey || by === undefined) return undefined;
  const id = neighbour(app, by);
  return id === undefined ? () => {} : () => attempt(() => actions.openConversation(id));
};

export const useShortcuts = (app: Client): void =>
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || app.screen.dialogs.value.length > 0) return;
      const act = shortcutOf(app, event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
