// From which message on nothing of a conversation is missing on this device: it begins with the newest
// one, and goes back as older pages join it.
import { signal } from '@preact/signals';
import { readonly } from '../../readonly';
import type { Change } from '../change';
import { otherOf } from '../item';
import type { MessageTable } from '../table';

/** Null before anything is known, 0 at the beginning of the conversation. */
export type Walked = number | null;

/** By conversation. */
export type HowFarBack = Readonly<Record<number, Walked>>;

/** From where on nothing was missing before, and nothing is now. */
export const heldBy = (before: HowFarBack, now: HowFarBack): HowFarBack =>
  Object.fromEntries(
    Object.entries(before).map(([id, walked]) => {
      const later = now[Number(id)] ?? null;
      return [id, walked === null || later === null ? null : Math.max(walked, later)];
    }),
  );

export const createCoverage = (table: MessageTable) => {
  const walked = signal<HowFarBack>({});
  const of = (friend_id: number): Walked => walked.value[friend_id] ?? null;
  const set = (friend_id: number, next: Walked): void => {
    if (next !== of(friend_id)) walked.value = { ...walked.value, [friend_id]: next };
  };
  /** These ids are complete now; `isEnd`: up to the newest message. */
  const covers = (friend_id: number, from: number, to: number, isEnd: boolean): void => {
    const known = of(friend_id);
    const isJoined = known === null ? isEnd : from < known && to + 1 >= known;
    if (isJoined) set(friend_id, from);
  };
  return {
    all: readonly(walked),
    of,
    set,
    covers,
    /** Up to this message what is kept is to be read again. */
    lost(friend_id: number, to: number): void {
      const known = of(friend_id);
      if (known !== null && known <= to) set(friend_id, to + 1);
    },
    replace(next: HowFarBack): void {
      walked.value = next;
    },
    /** All of it is to be walked through again. */
    forget(): void {
      walked.value = {};
    },
    changed(change: Change, me: number): void {
      // The first that comes by itself: from there on all of it does.
      if (change.type === 'message' && change.isNew) {
        const friend_id = otherOf(change.message, me);
        if (of(friend_id) === null) set(friend_id, change.message.id);
      }
      if (change.type === 'page' && !change.isKept) {
        const { friend_id, range } = change;
        covers(friend_id, range.from, range.to, range.to >= table.newestId(friend_id));
      }
      if (change.type === 'cleared') {
        const known = of(change.friend_id);
        // From there on all is here, and before it there is nothing any more.
        if (known !== null && known <= change.up_to + 1) set(change.friend_id, 0);
      }
      if (change.type !== 'list' || change.isKept) return;
      for (const { friend, last_message } of change.listed) {
        if (of(friend.id) === null) set(friend.id, last_message.id);
      }
    },
  };
};

export type Coverage = ReturnType<typeof createCoverage>;
