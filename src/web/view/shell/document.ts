// Keeps the document's title, language and colour scheme up to date, and dialogs open while an input
// method is at work.
import { computed, effect } from '@preact/signals';
import { tagOf } from '../../i18n/language';
import { isComposing } from '../ui/key-event';
import type { CoreClient } from '../ui/use-app';

/** The icon is a drawing in its own address (SVG): what is unread is a dot in its corner. */
const withDot = (drawing: string): string =>
  drawing.replace(
    '%3C/svg%3E',
    "%3Ccircle cx='25' cy='7' r='7' fill='%23e5484d' stroke='white' stroke-width='2'/%3E%3C/svg%3E",
  );

export const followDocument = ({ t, language, signedIn, theme }: CoreClient): void => {
  const unreadTotal = computed(() => signedIn.value?.conversations.unreadTotal.value ?? 0);
  const ringing = computed((): string | null => {
    const client = signedIn.value;
    const call = client?.calls.calls.value?.call.value;
    if (!client || call?.phase !== 'incoming') return null;
    const name = client.naming.calledById(call.friend_id);
    return client.t.value.call.incomingFrom[call.kind](name);
  });
  effect(() => {
    const { brand } = t.value.ui;
    if (ringing.value !== null) document.title = ringing.value;
    else document.title = unreadTotal.value > 0 ? `(${unreadTotal.value}) ${brand}` : brand;
  });
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const drawn = icon?.getAttribute('href') ?? '';
  effect(() => {
    icon?.setAttribute('href', unreadTotal.value > 0 ? withDot(drawn) : drawn);
  });
  effect(() => {
    document.documentElement.lang = tagOf(language.value);
  });
  effect(() => {
    Object.assign(document.documentElement.dataset, theme.look.value);
  });
  // Safari closes a dialog and empties a search field by an Escape that was the input method's.
  const leaveToInputMethod = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isComposing(event)) event.preventDefault();
  };
  addEventListener('keydown', leaveToInputMethod, { capture: true });
};
