// Keeps the document's title, language and colour scheme up to date.
import { effect } from '@preact/signals';
import { tagOf } from '../../i18n/language';
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
};
