// Whether someone is there. The server tells it to friends alone, and only as it happens: while
// this device is not connected, nothing of it is known.
import { signal } from '@preact/signals';
import type { Friend } from '../../../protocol/objects';
import { friends, typing } from '../state';

const isKnown = signal(false);

export const presence = {
  /** All friends were just read. */
  known(): void {
    isKnown.value = true;
  },
  /** The connection is gone: whoever was there may not be any more. */
  lost(): void {
    isKnown.value = false;
  },
};

/** Null where nothing may be said: no connection, or no friend (any more). */
export const presenceOf = (id: number): Pick<Friend, 'status' | 'last_seen'> | null =>
  (isKnown.value ? friends.value.find((friend) => friend.id === id) : undefined) ?? null;

export const isTyping = (id: number): boolean =>
  presenceOf(id) !== null && (typing.value[id] ?? 0) > Date.now();
