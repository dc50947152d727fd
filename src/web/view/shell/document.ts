// Keeps the document's title, language and colour scheme up to date, and dialogs open while an input
// method is at work.
import { effect } from '@preact/signals';
import { tagOf } from '../../i18n/language';
import { isComposing } from '../ui/composing';
import type { Client } from '../ui/use-app';

export const followDocument = ({ t, language, conversations, theme }: Client): void => {
  const { unreadTotal } = conversations;
  effect(() => {
    const { brand } = t.value.ui;
    document.title = unreadTotal.value > 0 ? `(${unreadTotal.value}) ${brand}` : brand;
  });
  effect(() => {
    document.documentElement.lang = tagOf(language.value);
  });
  effect(() => {
    document.documentElement.dataset.scheme = theme.scheme.value;
  });
  // Safari closes a dialog and empties a search field by an Escape that was the input method's.
  const leaveToInputMethod = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isComposing(event)) event.preventDefault();
  };
  addEventListener('keydown', leaveToInputMethod, { capture: true });
};
