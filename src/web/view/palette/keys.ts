// The shortcuts that hold everywhere; where a dialog is open they are its own.
import { useLayoutEffect } from 'preact/hooks';
import { focusSearch } from '../search/focus-search';
import { isComposing } from '../ui/composing';
import type { Client } from '../ui/use-app';
import { isMod } from './shortcuts';

/** The conversation above or below the open one, in the order of the list. */
const neighbour = ({ conversations, screen }: Client, by: 1 | -1): number | undefined => {
  const ids = conversations.list.value.map(({ friend }) => friend.id);
  const at = ids.indexOf(screen.opened.value ?? 0);
  return at < 0 ? ids[0] : ids[at + by];
};

const actWithShift = (app: Client, key: string): (() => void) | undefined => {
  if (key === 'f') return () => void focusSearch(app);
  const { appLock, attempt } = app;
  return key === 'l' && appLock.settings.value ? () => attempt(appLock.lock) : undefined;
};

/** What a press of keys does; undefined if it is nobody's. */
const actOf = (app: Client, event: KeyboardEvent): (() => void) | undefined => {
  const { panel, attempt, actions } = app;
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (isMod(event)) {
    if (shiftKey) return actWithShift(app, key.toLowerCase());
    if (key === 'k') return () => panel.open('palette');
    if (key === ',') return () => panel.open({ settings: null });
    return key === '/' ? () => panel.open({ settings: 'shortcuts' }) : undefined;
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
      const act = actOf(app, event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
