// The title of the page: how much waits to be read.
import { effect } from '@preact/signals';
import { w } from '../../i18n/language';
import { unreadTotal } from '../../model/state';

export const followTitle = (): void => {
  effect(() => {
    const { brand } = w.value;
    document.title = unreadTotal.value > 0 ? `(${unreadTotal.value}) ${brand}` : brand;
  });
};
