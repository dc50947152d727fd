// A short note on the screen, read out by screen readers, that disappears after a while.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';

const shown_ms = 5_000;
const error_shown_ms = 10_000;

export const createToast = (clock: Clock) => {
  const current = signal<{ text: string; isError: boolean } | null>(null);
  let cancel = () => {};
  const dismiss = (): void => {
    cancel();
    current.value = null;
  };
  return {
    current: readonly(current),
    dismiss,
    show(text: string, isError = false): void {
      dismiss();
      current.value = { text, isError };
      cancel = clock.after(isError ? error_shown_ms : shown_ms, dismiss);
    },
  };
};

export type Toast = ReturnType<typeof createToast>;
