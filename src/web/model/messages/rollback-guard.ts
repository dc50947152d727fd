// What this device has seen of messages, over reloads: one `mid` is one message for ever, an edit is
// never undone by an older one, and what was deleted stays deleted. It is sealed by a key of the vault.
import type { Engine } from '../../crypto/engine';
import type { Clock } from '../platform';
import type { Device } from '../store/device';
import type { LocalStore } from '../store/local-store';
import type { Locks } from '../store/locks';
import { epochName, seenName } from '../store/names';
import type { Item } from './item';
import { keyOf } from './item';

interface Needs {
  clock: Clock;
  device: Device;
  engine: Engine;
  localStore: LocalStore;
  locks: Locks;
  userId: () => number;
}

/** Of the message with this key: its id, and the highest `rev` of its edits. */
interface Seen {
  id: number;
  rev: number;
  isGone: boolean;
}

/** By what a message came: an event, or an answer that `asked`, and what else it has. */
export interface Given {
  /** As the table counts events; null for an event. */
  asked: number | null;
  /** Whether a message with this id may still be there, as far as the answer says. */
  isThere?: (id: number) => boolean;
  /** This device had it, and what it keeps is a moment older than what it has heard. */
  isKept?: boolean | undefined;
}

/** The newest; about 250 KB. */
const seen_max = 5_000;
const write_after_ms = 1_000;

const isSeen = (value: unknown): value is [string, Seen] => {
  const [key, seen] = Array.isArray(value) ? value : [];
  const { id, rev, isGone } = (seen ?? {}) as Partial<Seen>;
  const isWhole = typeof id === 'number' && typeof rev === 'number';
  return typeof key === 'string' && isWhole && typeof isGone === 'boolean';
};

/** Of two tabs each knows something: what is newer or gone stays so; `other` was seen last. */
const united = (one: Seen | undefined, other: Seen): Seen =>
  one === undefined
    ? other
    : { id: other.id, rev: Math.max(one.rev, other.rev), isGone: one.isGone || other.isGone };

const createKeeping = ({ clock, device, engine, localStore, locks, userId }: Needs) => {
  const name = () => seenName(userId());
  /** Which data of the server is the one that counts; null until that was heard. */
  const epoch = (): string | null => localStore.get(epochName(userId()));
  const isAnother = (one: string | null): boolean => {
    const now = epoch();
    return one !== null && now !== null && one !== now;
  };
  const read = async (): Promise<[string, Seen][]> => {
    const kept = await device.get<{ epoch?: string }>(name());
    // A page may be closed before it wrote that it has forgotten what was seen before a restore.
    if (kept === undefined || isAnother(kept.epoch ?? null)) return [];
    try {
      const all: unknown = JSON.parse(await engine.openOwn(kept));
      return Array.isArray(all) ? all.filter(isSeen) : [];
    } catch {
      // Of an earlier vault, or damaged: what is seen from now on is remembered.
      return [];
    }
  };
  /** With what another tab wrote meanwhile; `isWhole` leaves that out, as do those that came `back`. */
  const write = (all: Map<string, Seen>, isWhole: boolean, back: Set<string>): Promise<void> => {
    const of = epoch();
    return locks.exclusive(`chat8 ${name()}`, async () => {
      if (isAnother(of)) return;
      const both = new Map(isWhole ? [] : await read());
      for (const [key, seen] of all) {
        const known = back.has(key) ? undefined : both.get(key);
        both.delete(key);
        both.set(key, united(known, seen));
      }
      const newest = [...both].slice(-seen_max);
      const sealed = await engine.sealOwn(JSON.stringify(newest));
      await device.put(name(), { ...sealed, ...(of === null ? {} : { epoch: of }) });
    });
  };
  let mine: string | null = null;
  let back = new Set<string>();
  let isForgotten = false;
  let isDue = false;
  return {
    read,
    /** Since the last look this tab or another one heard that the server's data is another. */
    isOver(): boolean {
      const isOver = isAnother(mine);
      mine = epoch() ?? mine;
      return isOver;
    },
    /** What another tab knows of it counts no more. */
    cameBack: (key: string): void => void back.add(key),
    /** Nor does what it knows of any. */
    forgotten(): void {
      isForgotten = true;
    },
    /** What there is by then. */
    writeSoon(all: () => Map<string, Seen>): void {
      if (isDue) return;
      isDue = true;
      clock.after(write_after_ms, () => {
        isDue = false;
        const [isWhole, those] = [isForgotten, back];
        [isForgotten, back] = [false, new Set()];
        void write(all(), isWhole, those).catch(() => {});
      });
    },
  };
};

/** What is remembered in this tab, by the keys of messages. */
const createMemory = (needs: Needs) => {
  const { cameBack, forgotten, isOver, read, ...keeping } = createKeeping(needs);
  let all = new Map<string, Seen>();
  /** Of other data than there is now nothing was seen. */
  const current = (): Map<string, Seen> => {
    if (isOver()) all = new Map();
    return all;
  };
  const writeSoon = () => keeping.writeSoon(current);
  const set = (key: string, seen: Seen): void => {
    const known = current();
    // The newest stand last.
    known.delete(key);
    known.set(key, seen);
    const [oldest] = known.keys();
    if (known.size > seen_max && oldest !== undefined) known.delete(oldest);
    writeSoon();
  };

  return {
    current,
    set,
    cameBack,
    /** Once the vault is open. */
    async open(): Promise<void> {
      const kept = await read();
      const meanwhile = current();
      all = new Map(kept);
      for (const [key, seen] of meanwhile) all.set(key, united(all.get(key), seen));
    },
    /** The server's data is another, as after a restore. */
    forget(): void {
      all = new Map();
      forgotten();
      writeSoon();
    },
  };
};

export const createRollbackGuard = (needs: Needs) => {
  const { current, set, cameBack, ...memory } = createMemory(needs);
  return {
    ...memory,
    /**
     * It was seen under another id: it is none that came since. What `asked` gives in an earlier place,
     * or where the one of before is not there any more, is the same message.
     */
    isRepeated(item: Item, { asked, isThere = () => true }: Given): boolean {
      const known = current().get(keyOf(item));
      if (known === undefined || known.id === item.id) return false;
      return asked === null || (item.id > known.id && isThere(known.id));
    },
    /** The server said that it was deleted. */
    isGone: (item: Item): boolean => current().get(keyOf(item))?.isGone ?? false,
    /** A later edit of it was seen here. */
    isOutdated(item: Item): boolean {
      return item.id > 0 && item.isSealed && item.rev < (current().get(keyOf(item))?.rev ?? 0);
    },
    /** It opened, under a key of its sender's. */
    note(item: Item): void {
      const { id, rev, mid } = item;
      const key = keyOf(item);
      const known = current().get(key);
      if (id === 0 || mid === '' || (known?.id === id && known.rev >= rev)) return;
      set(key, { id, rev: Math.max(rev, known?.rev ?? 0), isGone: known?.isGone ?? false });
    },
    gone(id: number): void {
      for (const [key, seen] of current()) {
        if (seen.id === id && !seen.isGone) set(key, { ...seen, isGone: true });
      }
    },
    /** The server refused that. */
    back(id: number): void {
      for (const [key, seen] of current()) {
        if (seen.id !== id || !seen.isGone) continue;
        cameBack(key);
        set(key, { ...seen, isGone: false });
      }
    },
  };
};

export type RollbackGuard = ReturnType<typeof createRollbackGuard>;
