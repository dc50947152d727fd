// The title of the page: how much waits to be read.
import { effect } from '@preact/signals';
import { unreadTotal } from '../model/state';
import { w } from '../words/words';

export const followTitle = (): void => {
  effect(() => {
    const { brand } = w.value;
    document.title = unreadTotal.value > 0 ? `(${unreadTotal.value}) ${brand}` : brand;
  });
};
