// How far each conversation was walked through for its pictures, files, links and voices: from one
// message to another without a gap. What lies between stays in the table.
import { signal } from '@preact/signals';
import type { Item } from '../item';
import { otherOf } from '../item';
import type { MessageTable } from '../table';
import type { MediaKind } from './kinds';
import { isOfKind } from './kinds';

const KINDS: MediaKind[] = ['visual', 'file', 'link', 'voice'];

/** Ids, both included; `to` is infinite if it reaches the newest message. */
export interface Range {
  from: number;
  to: number;
  next_before: number | null;
  next_after: number | null;
  isLoading: boolean;
}

interface Needs {
  table: Pick<MessageTable, 'all' | 'get' | 'entryOf'>;
  userId: () => number;
}

const isWithin = ({ from, to }: Range, id: number): boolean => id > 0 && id >= from && id <= to;

export const createMediaRanges = ({ table, userId }: Needs) => {
  const ranges = signal<Record<number, Range>>({});
  return {
    of: (friend_id: number): Range | undefined => ranges.value[friend_id],
    set(friend_id: number, range: Range): void {
      ranges.value = { ...ranges.value, [friend_id]: range };
    },
    /** Only of one that is there still. */
    change(friend_id: number, part: Partial<Range>): void {
      const known = ranges.value[friend_id];
      if (known) ranges.value = { ...ranges.value, [friend_id]: { ...known, ...part } };
    },
    /** Events were missed: nothing is known to have no gap. */
    clear(): void {
      ranges.value = {};
    },
    holds: (friend_id: number, id: number): boolean => {
      const range = ranges.value[friend_id];
      return range !== undefined && isWithin(range, id);
    },
    /** The oldest first. */
    items(friend_id: number, kind: MediaKind): Item[] {
      // The table is read anew whenever it has changed, be it empty before.
      table.get('');
      const range = ranges.value[friend_id];
      if (range === undefined) return [];
      return table
        .all(friend_id)
        .filter(({ item }) => isWithin(range, item.id))
        .map(({ key }) => table.get(key))
        .filter((item) => item !== null)
        .filter((item) => isOfKind(item, kind))
        .sort((one, other) => one.id - other.id);
    },
    /** Such a message stays in the table, however many there are. */
    isHeld(key: string): boolean {
      const item = table.entryOf(key)?.item;
      const range = item && ranges.peek()[otherOf(item, userId())];
      if (!item || !range || !isWithin(range, item.id)) return false;
      return KINDS.some((kind) => isOfKind(item, kind));
    },
  };
};

export type MediaRanges = ReturnType<typeof createMediaRanges>;
