// The pinned keys of friends, from the vault, and the friend whose changed key needs a decision.
import { signal } from '@preact/signals';
import type { Pin } from '../../crypto/vault/content';
import { readonly } from '../readonly';

export { isUnprovenKey } from '../../crypto/vault/pin-changes';

export const createPins = () => {
  const pins = signal<Record<string, Pin>>({});
  const askedAbout = signal<number | null>(null);
  return {
    pins: readonly(pins),
    /** The friend whose changed key stops a message until a person decides. */
    askedAbout: readonly(askedAbout),
    pinOf: (user_id: number): Pin | undefined => pins.value[user_id],
    /** The pins that are in the vault now. */
    replace(next: Record<string, Pin>): void {
      pins.value = next;
    },
    askAbout(user_id: number): void {
      askedAbout.value = user_id;
    },
    dismissQuestion(): void {
      askedAbout.value = null;
    },
  };
};

export type Pins = ReturnType<typeof createPins>;
