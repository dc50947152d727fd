// A line that a screen reader says too; it goes after a while.
import { signal } from '@preact/signals';
import type { Clock } from '../parts';
import { readonly } from '../readonly';

const shown_ms = 5_000;
const bad_shown_ms = 10_000;

export const createToast = (clock: Clock) => {
  const notice = signal<{ text: string; isBad: boolean } | null>(null);
  let cancel = () => {};
  const hush = (): void => {
    cancel();
    notice.value = null;
  };
  return {
    notice: readonly(notice),
    hush,
    say(text: string, isBad = false): void {
      hush();
      notice.value = { text, isBad };
      cancel = clock.after(isBad ? bad_shown_ms : shown_ms, hush);
    },
  };
};

export type Toast = ReturnType<typeof createToast>;
