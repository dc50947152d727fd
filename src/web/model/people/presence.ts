// Whether friends are online. The server tells it only when it changes, so that nothing is known
// while this device is not connected.
import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { Friend } from '../../../protocol/objects';

export const createPresence = (friends: ReadonlySignal<Friend[]>) => {
  const isKnown = signal(false);
  return {
    /** All friends were just read. */
    known(): void {
      isKnown.value = true;
    },
    /** The connection is gone: whoever was there may not be any more. */
    lost(): void {
      isKnown.value = false;
    },
    /** Null if nothing may be said: no connection, or no friend (any more). */
    presenceOf: (id: number): Pick<Friend, 'status' | 'last_seen'> | null =>
      (isKnown.value ? friends.value.find((friend) => friend.id === id) : undefined) ?? null,
  };
};

export type Presence = ReturnType<typeof createPresence>;
