// Whom one has met, and under which key: what the vault holds of others, and the question that a
// changed key of a compared friend raises.
import { signal } from '@preact/signals';
import type { Pin } from '../../crypto/vault/vault-content';
import { readonly } from '../readonly';

export const createPins = () => {
  const pins = signal<Record<string, Pin>>({});
  const askedAbout = signal<number | null>(null);
  return {
    pins: readonly(pins),
    /** The friend whose changed key stops a message, until someone decides. */
    askedAbout: readonly(askedAbout),
    pinOf: (user_id: number): Pin | undefined => pins.value[user_id],
    /** As the vault has them now. */
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
