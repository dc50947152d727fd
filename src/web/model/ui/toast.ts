// A short note on the screen, read out by screen readers, that disappears after a while. It may offer
// one thing to do about what it says.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';

const shown_ms = 5_000;
const error_shown_ms = 10_000;

export interface Offer {
  label: string;
  run: () => void;
  /** For so long it can be done. */
  ms: number;
}

interface Note {
  text: string;
  isError: boolean;
  offer: Offer | null;
}

export const createToast = (clock: Clock) => {
  const current = signal<Note | null>(null);
  let cancel = () => {};
  const dismiss = (): void => {
    cancel();
    current.value = null;
  };
  const put = (note: Note, ms: number): void => {
    dismiss();
    current.value = note;
    cancel = clock.after(ms, dismiss);
  };
  return {
    current: readonly(current),
    dismiss,
    show(text: string, isError = false): void {
      put({ text, isError, offer: null }, isError ? error_shown_ms : shown_ms);
    },
    offer(text: string, offer: Offer): void {
      put({ text, isError: false, offer }, offer.ms);
    },
    /** Does what is offered, if anything is. */
    take(): void {
      const offer = current.value?.offer;
      if (!offer) return;
      dismiss();
      offer.run();
    },
  };
};

export type Toast = ReturnType<typeof createToast>;
