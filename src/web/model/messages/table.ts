// The one table of messages. Windows, previews and quotes hold keys into it, never copies; what comes
// in is merged, so that an answer which was overtaken takes nothing back.
import { signal } from '@preact/signals';
import type { Message } from '../../../protocol/objects';
import type { Item, Opened } from './item';
import { itemOf, keyOf, otherOf } from './item';

export interface Entry {
  key: string;
  item: Item;
  /** As the server gave it last, or as it was sealed here; null for a draft in the clear. */
  message: Message | null;
  /** When an event told of it last, in events applied. */
  stamp: number;
}

const entries_max = 5_000;

const isEditedLater = (one: Item, other: Item): boolean =>
  Date.parse(one.edited_at ?? '1970') > Date.parse(other.edited_at ?? '1970');

/** `isOld`: `next` was asked for before the last event that told of `before`. */
const keepsBody = (before: Item, next: Item, isOld: boolean): boolean =>
  before.id > 0 && !isEditedLater(next, before) && (isOld || isEditedLater(before, next));

/** The newer of each state; what was read stays read. */
export const merged = (before: Item, next: Item, isOld: boolean): Item => {
  const { isRead, read_at } = before.isRead ? before : next;
  const { reactions } = isOld && before.id > 0 ? before : next;
  const body = keepsBody(before, next, isOld) ? before : next;
  return { ...body, client_id: before.client_id, isRead, read_at, reactions };
};

export const createTable = (userId: () => number) => {
  const entries = new Map<string, Entry>();
  const keyById = new Map<number, string>();
  const unsent = new Set<string>();
  /** Ids of messages that are no more: an answer on its way does not bring one back. */
  const tombstones = new Map<number, number>();
  const version = signal(0);
  let stamp = 0;

  const changed = (): void => {
    version.value += 1;
  };
  const hold = (entry: Entry): void => {
    entries.set(entry.key, entry);
    if (entry.item.id > 0) {
      keyById.set(entry.item.id, entry.key);
      unsent.delete(entry.key);
    } else unsent.add(entry.key);
    changed();
  };
  const drop = (key: string): void => {
    const known = entries.get(key);
    if (known === undefined) return;
    entries.delete(key);
    unsent.delete(key);
    if (keyById.get(known.item.id) === key) keyById.delete(known.item.id);
    changed();
  };
  const all = (friend_id: number): Entry[] =>
    [...entries.values()].filter(({ item }) => otherOf(item, userId()) === friend_id);

  const allUnsent = (): Entry[] => {
    void version.value;
    const found = [...unsent].map((key) => entries.get(key)).filter((each) => each !== undefined);
    return found.sort((a, b) => a.item.order - b.item.order);
  };

  return {
    /** Subscribes whoever draws it. */
    get(key: string): Item | null {
      void version.value;
      return entries.get(key)?.item ?? null;
    },
    /** Null if it is no more, undefined if it is not known here. */
    byId(id: number): Item | null | undefined {
      void version.value;
      if (tombstones.has(id)) return null;
      return entries.get(keyById.get(id) ?? '')?.item;
    },
    entryOf: (key: string): Entry | undefined => entries.get(key),
    entryById: (id: number): Entry | undefined => entries.get(keyById.get(id) ?? ''),
    all,
    /** Those that the server does not have yet, in the order of the outbox. */
    unsent: (friend_id: number): Entry[] =>
      allUnsent().filter(({ item }) => otherOf(item, userId()) === friend_id),
    allUnsent: (): Item[] => allUnsent().map(({ item }) => item),
    newestId: (friend_id: number): number =>
      all(friend_id).reduce((most, { item }) => Math.max(most, item.id), 0),
    /** To be taken before something is asked for: what is told meanwhile is newer. */
    now: (): number => stamp,
    tick(): number {
      stamp += 1;
      return stamp;
    },
    /**
     * A message of the API. Null if it is no more, or if its `client_id` belongs to another message
     * of its sender: one that comes a second time changes nothing. `asked` is null for an event.
     */
    merge(message: Message, opened: Opened | null, asked: number | null): Entry | null {
      if (message.deleted || tombstones.has(message.id)) return null;
      const next = itemOf(message, opened);
      const key = keyById.get(message.id) ?? keyOf(next);
      const before = entries.get(key);
      if (before && before.item.id > 0 && before.item.id !== message.id) return null;
      const isOld = before !== undefined && asked !== null && before.stamp > asked;
      const isKept = before !== undefined && keepsBody(before.item, next, isOld);
      const entry: Entry = {
        key,
        item: before ? merged(before.item, next, isOld) : next,
        message: isKept ? before.message : message,
        stamp: asked === null ? stamp : (before?.stamp ?? 0),
      };
      hold(entry);
      return entry;
    },
    /** One that is written here; the server's own copy is never replaced by it. */
    write(item: Item, message: Message | null): Entry | null {
      const key = keyOf(item);
      const before = entries.get(key);
      if (before && before.item.id > 0) return null;
      const entry = { key, item, message: message ?? before?.message ?? null, stamp };
      hold(entry);
      return entry;
    },
    update(key: string, change: (item: Item) => Item): void {
      const known = entries.get(key);
      if (known) hold({ ...known, item: change(known.item), stamp });
    },
    drop,
    /** It is no more, and does not come back. */
    bury(id: number): void {
      tombstones.set(id, stamp);
      drop(keyById.get(id) ?? '');
      changed();
    },
    /** The server's data is another: only what is written here stays. */
    clear(): void {
      for (const { key, item } of [...entries.values()]) if (item.id > 0) drop(key);
      tombstones.clear();
    },
    /** Lets go of what nobody holds, if it is much. */
    prune(isHeld: (key: string) => boolean): void {
      if (entries.size <= entries_max) return;
      for (const { key, item } of [...entries.values()]) {
        if (item.id > 0 && !isHeld(key)) drop(key);
      }
    },
  };
};

export type Table = ReturnType<typeof createTable>;
