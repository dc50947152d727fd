// The day and the time zone that it is here, as they change under a page that stays open.
import { signal } from '@preact/signals';
import type { Clock, Tab } from '../platform';
import { readonly } from '../readonly';

/** A device that slept, or was taken to another zone, tells nobody. */
const look_every_ms = 60_000;

export const createToday = ({ clock, tab }: { clock: Clock; tab: Pick<Tab, 'onVisible'> }) => {
  const now = (): string => {
    const date = new Date(clock.now());
    return `${date.toDateString()} ${date.getTimezoneOffset()}`;
  };
  const day = signal(now());
  const look = (): void => {
    day.value = now();
  };
  const again = (): void => {
    look();
    const date = new Date(clock.now());
    const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
    clock.after(Math.min(look_every_ms, next.getTime() - date.getTime()), again);
  };
  return {
    /** Another text on another day, and in another zone. */
    day: readonly(day),
    follow(): void {
      tab.onVisible((isVisible) => isVisible && look());
      again();
    },
  };
};

export type Today = ReturnType<typeof createToday>;
