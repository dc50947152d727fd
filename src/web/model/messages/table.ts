// The one table of messages. Windows, previews and quotes hold keys into it, never copies. Changes are
// merged, so that an outdated answer undoes nothing.
import { signal } from '@preact/signals';
import type { Message } from '../../../protocol/objects';
import type { LogicalClock } from '../net/logical-clock';
import type { IsTheirs } from './hide-content';
import { createHideContent } from './hide-content';
import type { Item, Opened } from './item';
import { itemOf, keyOf, otherOf } from './item';
import type { PendingChanges } from './offline/pending-changes';
import type { Given, RollbackGuard } from './rollback-guard';
import type { Tombstones } from './tombstones';
import { createTombstones } from './tombstones';

export interface Entry {
  key: string;
  item: Item;
  /** As the server gave it last, or as it was sealed here; null for a draft in the clear. */
  message: Message | null;
  /** When the last event changed it, counted in events. */
  stamp: number;
}

const entries_max = 5_000;

const isEditedLater = (one: Item, other: Item): boolean =>
  Date.parse(one.edited_at ?? '1970') > Date.parse(other.edited_at ?? '1970');

/**
 * Of two edits the sender's own order counts, whatever the server says of their times; and what was
 * sealed is never replaced by what anyone may have written.
 */
const orderOf = (before: Item, next: Item): number => {
  if (before.id > 0 && before.isSealed && !before.trouble && !next.isSealed) return 1;
  const areOpen = before.isSealed && next.isSealed && !before.trouble && !next.trouble;
  if (!areOpen || before.id === 0) return 0;
  if (before.rev !== next.rev) return before.rev - next.rev;
  return before.rev === 0 || before.mid === next.mid ? 0 : before.mid > next.mid ? 1 : -1;
};

/** `isOld`: `next` was asked for before the last event that told of `before`. */
const keepsBody = (before: Item, next: Item, isOld: boolean): boolean => {
  const order = orderOf(before, next);
  if (order !== 0) return order > 0;
  return before.id > 0 && !isEditedLater(next, before) && (isOld || isEditedLater(before, next));
};

/** Nobody else has ever written a message, nor is it ever for anybody else. */
const isSamePair = (one: Item, other: Item): boolean =>
  one.sender_id === other.sender_id && one.receiver_id === other.receiver_id;

/** The newer value of each field; what was read stays read. */
const merged = (before: Item, next: Item, isOld: boolean): Item => {
  const { isRead, read_at } = before.isRead ? before : next;
  const { reactions } = isOld && before.id > 0 ? before : next;
  const body = keepsBody(before, next, isOld) ? before : next;
  return { ...body, client_id: before.client_id, isRead, read_at, reactions };
};

/** The entries by key, found also by id, and those that the server does not have yet. */
const createEntries = (userId: () => number) => {
  const entries = new Map<string, Entry>();
  const keyById = new Map<number, string>();
  const unsent = new Set<string>();
  const version = signal(0);

  const changed = (): void => {
    version.value += 1;
  };
  const drop = (key: string): void => {
    const known = entries.get(key);
    if (known === undefined) return;
    entries.delete(key);
    unsent.delete(key);
    if (keyById.get(known.item.id) === key) keyById.delete(known.item.id);
    changed();
  };
  const allUnsent = (): Entry[] => {
    const found = [...unsent].map((key) => entries.get(key)).filter((each) => each !== undefined);
    return found.sort((a, b) => a.item.order - b.item.order);
  };
  const isOf = (friend_id: number) => (entry: Entry) => otherOf(entry.item, userId()) === friend_id;

  return {
    /** Subscribes the computed value or view that reads the table. */
    watch: (): void => void version.value,
    changed,
    drop,
    hold(entry: Entry): void {
      entries.set(entry.key, entry);
      if (entry.item.id > 0) {
        keyById.set(entry.item.id, entry.key);
        unsent.delete(entry.key);
      } else unsent.add(entry.key);
      changed();
    },
    byKey: (key: string): Entry | undefined => entries.get(key),
    byId: (id: number): Entry | undefined => entries.get(keyById.get(id) ?? ''),
    of: (friend_id: number): Entry[] => [...entries.values()].filter(isOf(friend_id)),
    unsentOf: (friend_id: number): Entry[] => allUnsent().filter(isOf(friend_id)),
    allUnsent,
    /** Those that the server has and that `isMeant`. */
    dropSent(isMeant: (entry: Entry) => boolean): void {
      for (const entry of [...entries.values()]) {
        if (entry.item.id > 0 && isMeant(entry)) drop(entry.key);
      }
    },
    size: (): number => entries.size,
  };
};

type Entries = ReturnType<typeof createEntries>;

/** Reads the table; views that use it are rendered again when it changes. */
const createReading = (
  entries: Entries,
  tombstones: Tombstones,
  isRemoved: (id: number) => boolean,
  conceal: (item: Item) => Item,
) => ({
  conceal,
  get(key: string): Item | null {
    entries.watch();
    const known = entries.byKey(key);
    return known && !isRemoved(known.item.id) ? conceal(known.item) : null;
  },
  /** Null if it was deleted, undefined if it is not known here. */
  byId(id: number): Item | null | undefined {
    entries.watch();
    const known = entries.byId(id);
    if (isRemoved(id)) return null;
    if (known) return conceal(known.item);
    return tombstones.isSaid(id) ? null : undefined;
  },
  entryOf: entries.byKey,
  entryById: entries.byId,
  all: entries.of,
  /** Those that the server does not have yet, in the order of the outbox. */
  unsent(friend_id: number): Entry[] {
    entries.watch();
    return entries.unsentOf(friend_id);
  },
  allUnsent(): Item[] {
    entries.watch();
    return entries.allUnsent().map(({ item }) => item);
  },
  newestId: (friend_id: number): number =>
    entries.of(friend_id).reduce((most, { item }) => Math.max(most, item.id), 0),
});

const createForgetting = (
  entries: Entries,
  tombstones: Tombstones,
  seen: RollbackGuard,
  now: () => number,
) => ({
  /** The server says that it was deleted, or, if `asked` is given, an answer does not have it. */
  bury(id: number, asked?: number): void {
    if (asked === undefined) tombstones.said(id, now());
    else tombstones.absent(id, asked);
    const known = entries.byId(id);
    if (known) entries.drop(known.key);
    entries.changed();
  },
  unbury(id: number): void {
    tombstones.forget(id);
    seen.back(id);
  },
  /** The server's data is another: only what is written here stays. */
  clear(): void {
    entries.dropSent(() => true);
    tombstones.clear();
    seen.forget();
  },
});

/** What waits to be told to the server is shown already. */
type Waiting = Pick<PendingChanges, 'applied' | 'isRemoved'>;

export const createMessageTable = (
  userId: () => number,
  isTheirs: IsTheirs,
  seen: RollbackGuard,
  { applied, isRemoved }: Waiting,
  isOver: (item: Item) => boolean,
  order: LogicalClock,
) => {
  const entries = createEntries(userId);
  const conceal = createHideContent(userId, isTheirs, seen);
  const tombstones = createTombstones();

  return {
    ...createReading(entries, tombstones, isRemoved, (item) => applied(conceal(item))),
    // `now` is read before a request: events that come meanwhile are newer than the answer.
    ...order,
    /**
     * A message of the API. Null if it is no more, or if its `client_id` belongs to another message
     * of its sender: one that comes a second time changes nothing. One that is said to be another
     * pair's counts only if what was known of it did not open.
     */
    merge(message: Message, opened: Opened | null, given: Given): Entry | null {
      const { asked } = given;
      const next = itemOf(message, opened);
      if (isOver(next) || seen.isRepeated(next, given)) return null;
      const isGone = seen.isGone(next);
      if (message.deleted || tombstones.isBuried(message.id, asked, isGone)) return null;
      // Only the server, asked since then, gives once more what it had said to be deleted.
      if (isGone && (asked === null || given.isKept)) return null;
      const found = entries.byId(message.id) ?? entries.byKey(keyOf(next));
      if (found && found.item.id > 0 && found.item.id !== message.id) return null;
      const isMoved = found !== undefined && !isSamePair(found.item, next);
      if (isMoved && found.item.trouble === null) return null;
      if (isMoved) entries.drop(found.key);
      const before = isMoved ? undefined : found;
      const isOld = before !== undefined && asked !== null && before.stamp > asked;
      const isKept = before !== undefined && keepsBody(before.item, next, isOld);
      const entry: Entry = {
        key: before?.key ?? keyOf(next),
        item: before ? merged(before.item, next, isOld) : next,
        message: isKept ? before.message : message,
        stamp: asked === null ? order.now() : (before?.stamp ?? 0),
      };
      entries.hold(entry);
      if (conceal(entry.item).trouble === null) seen.note(entry.item);
      return entry;
    },
    /** One that is written here; the server's own copy is never replaced by it. */
    write(item: Item, message: Message | null): Entry | null {
      const before = entries.byKey(keyOf(item));
      if (before && before.item.id > 0) return null;
      const kept = message ?? before?.message ?? null;
      const entry = { key: keyOf(item), item, message: kept, stamp: order.now() };
      entries.hold(entry);
      return entry;
    },
    update(key: string, change: (item: Item) => Item): void {
      const known = entries.byKey(key);
      if (known) entries.hold({ ...known, item: change(known.item), stamp: order.now() });
    },
    drop: entries.drop,
    ...createForgetting(entries, tombstones, seen, order.now),
    /** Drops entries that nobody holds, if there are many. */
    prune(isHeld: (key: string) => boolean): void {
      if (entries.size() > entries_max) entries.dropSent(({ key }) => !isHeld(key));
    },
  };
};

export type MessageTable = ReturnType<typeof createMessageTable>;
