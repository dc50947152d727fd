// The blocks of texts that are searched, opened as far as they are needed, and again when another tab or
// this one has written them.
import type { Engine } from '../../crypto/engine';
import { entriesOf } from '../messages/offline/text-blocks';
import type { BlockKey } from '../store/offline/schema';
import type { OfflineStore } from '../store/offline/store';
import type { Write } from '../store/offline/writes';
import type { Texts } from './scan';
import { joinTexts } from './scan';

/** Blocks are opened some at a time: the first answer does not wait for the oldest text. */
const blocks_at_once = 8;
/** The newest alone: most of what is asked for is in it. */
const first_at_once = 2;

/** A block was written since its key was read: what is in its place has another key. */
export class Replaced extends Error {}

const nameOf = (key: BlockKey): string => key.join(' ');

/** The blocks of one conversation, or of all, and what opens them. */
const chooseFrom = (
  all: BlockKey[],
  friend_id: number | null,
  textsIn: (name: string) => Texts | null,
  openAll: (store: OfflineStore, keys: BlockKey[]) => Promise<void>,
) => {
  const keys = all.filter(([of]) => friend_id === null || of === friend_id);
  return {
    keys,
    /** Null before it is opened. */
    textsOf(at: number): Texts | null {
      const key = keys[at];
      return key ? textsIn(nameOf(key)) : null;
    },
    /** With some that follow. @throws Replaced */
    open(store: OfflineStore, at: number): Promise<void> {
      const next = keys.slice(at, at + (at === 0 ? first_at_once : blocks_at_once));
      return openAll(
        store,
        next.filter((one) => textsIn(nameOf(one)) === null),
      );
    },
  };
};

export type Chosen = ReturnType<typeof chooseFrom>;

/** `lost` is told which block opens no more. */
export const createOpenedBlocks = (engine: Engine, lost: (key: BlockKey) => void) => {
  let opened = new Map<string, Texts>();
  /** The newest first; null if they are to be read again. */
  let known: BlockKey[] | null = null;
  /** Counts what was written: what was read before that may be out of date. */
  let writes = 0;

  const outOfDate = (): never => {
    known = null;
    throw new Replaced();
  };
  const openAll = async (store: OfflineStore, keys: BlockKey[]): Promise<void> => {
    const before = writes;
    const stored = await store.blocks(keys);
    const found = stored.filter((block) => block !== undefined);
    if (found.length < keys.length) outOfDate();
    const texts = await engine.openKept(found.map(({ sealed }) => sealed));
    if (before !== writes) outOfDate();
    for (const [at, key] of keys.entries()) {
      const text = texts[at] ?? null;
      if (text === null) lost(key);
      else opened.set(nameOf(key), joinTexts(key[0], entriesOf(text)));
    }
  };
  const read = async (store: OfflineStore): Promise<BlockKey[]> => {
    const before = writes;
    const all = (await store.blockKeys()).sort((a, b) => b[2] - a[2]);
    const names = new Set(all.map(nameOf));
    for (const name of opened.keys()) if (!names.has(name)) opened.delete(name);
    if (before === writes) known = all;
    return all;
  };
  const choose = (all: BlockKey[], friend_id: number | null) =>
    chooseFrom(all, friend_id, (name) => opened.get(name) ?? null, openAll);

  return {
    forget(): void {
      opened = new Map();
      known = null;
    },
    /** Counts what was written. */
    writes: (): number => writes,
    wrote({ blocks }: Write): void {
      writes += 1;
      known = null;
      if (blocks === null) opened = new Map();
      for (const key of blocks ?? []) opened.delete(nameOf(key));
    },
    /** Undefined if it has to be asked which there are. */
    here: (friend_id: number | null) => (known?.length ? choose(known, friend_id) : undefined),
    of: async (store: OfflineStore, friend_id: number | null) =>
      choose(await read(store), friend_id),
  };
};

export type OpenedBlocks = ReturnType<typeof createOpenedBlocks>;
