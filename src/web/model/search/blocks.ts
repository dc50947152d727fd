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

/** `lost` is told which block opens no more. */
export const createBlocks = (engine: Engine, lost: (key: BlockKey) => void) => {
  let opened = new Map<string, Texts>();
  /** Counts what was written: what was read before that may be out of date. */
  let writes = 0;

  const openAll = async (store: OfflineStore, keys: BlockKey[]): Promise<void> => {
    const before = writes;
    const stored = await store.blocks(keys);
    if (stored.includes(undefined)) throw new Replaced();
    const found = stored.filter((block) => block !== undefined);
    const texts = await engine.openKept(found.map(({ sealed }) => sealed));
    if (before !== writes) throw new Replaced();
    for (const [at, key] of keys.entries()) {
      const text = texts[at] ?? null;
      if (text === null) lost(key);
      else opened.set(nameOf(key), joinTexts(key[0], entriesOf(text)));
    }
  };

  return {
    forget(): void {
      opened = new Map();
    },
    /** Counts what was written. */
    writes: (): number => writes,
    wrote({ blocks }: Write): void {
      writes += 1;
      if (blocks === null) opened = new Map();
      for (const key of blocks ?? []) opened.delete(nameOf(key));
    },
    /** Those that are stored now, the newest first, and what opens them. */
    async of(store: OfflineStore, friend_id: number | null) {
      const all = await store.blockKeys();
      const names = new Set(all.map(nameOf));
      for (const name of opened.keys()) if (!names.has(name)) opened.delete(name);
      const keys = all
        .filter(([of]) => friend_id === null || of === friend_id)
        .sort((a, b) => b[2] - a[2]);
      /** Null if it opens no more. @throws Replaced */
      const open = async (at: number): Promise<Texts | null> => {
        const key = keys[at];
        if (key === undefined) return null;
        if (!opened.has(nameOf(key))) {
          const next = keys.slice(at, at + (at === 0 ? first_at_once : blocks_at_once));
          await openAll(
            store,
            next.filter((one) => !opened.has(nameOf(one))),
          );
        }
        return opened.get(nameOf(key)) ?? null;
      };
      return { keys, open };
    },
  };
};

export type Blocks = ReturnType<typeof createBlocks>;
