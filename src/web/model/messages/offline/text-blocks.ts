// The texts of kept messages, for the search: blocks of about a thousand messages of one conversation,
// each sealed as a whole. Only the tab that leads changes them.
import type { Engine } from '../../../crypto/engine';
import type { BlockKey, TextBlock } from '../../store/offline/schema';
import type { OfflineStore } from '../../store/offline/store';

const block_messages_max = 1_000;

/** The id of a message, and its text. */
export type TextEntry = [id: number, text: string];

interface Block {
  /** As it is stored; null before. */
  key: BlockKey | null;
  friend_id: number;
  from: number;
  to: number;
  count: number;
  /** Null until it is opened. */
  entries: Map<number, string> | null;
}

/** Null removes it. */
export type TextChange = { friend_id: number; id: number; text: string | null };

export const entriesOf = (text: string): TextEntry[] => JSON.parse(text) as TextEntry[];

const blockOf = (key: BlockKey): Block => {
  const [friend_id, from, to, count] = key;
  return { key, friend_id, from, to, count, entries: null };
};

const hasRoom = (block: Block | undefined): block is Block =>
  block !== undefined && block.count < block_messages_max;

/** The blocks of each conversation, the oldest first. */
const createIndex = (keys: BlockKey[]) => {
  const all = new Map<number, Block[]>();
  const of = (friend_id: number): Block[] => {
    const known = all.get(friend_id) ?? [];
    all.set(friend_id, known);
    return known;
  };
  for (const key of keys) of(key[0]).push(blockOf(key));

  const around = (friend_id: number, id: number): Block | undefined =>
    of(friend_id).find(({ from, to }) => from <= id && id <= to);
  return {
    around,
    /** One that has it, or has room beside it; else a new one. */
    placeFor(friend_id: number, id: number): Block {
      const blocks = of(friend_id);
      const at = blocks.findIndex(({ from }) => from > id);
      const [before, after] = [blocks.at(at < 0 ? -1 : at - 1), at < 0 ? undefined : blocks[at]];
      const found = around(friend_id, id);
      if (found) return found;
      if (at !== 0 && hasRoom(before)) return before;
      if (hasRoom(after)) return after;
      const fresh: Block = { key: null, friend_id, from: id, to: id, count: 0, entries: new Map() };
      blocks.splice(at < 0 ? blocks.length : at, 0, fresh);
      return fresh;
    },
    clear: (): void => all.clear(),
    remove(block: Block): void {
      const blocks = of(block.friend_id);
      blocks.splice(blocks.indexOf(block), 1);
    },
  };
};

const sealAll = async (engine: Engine, blocks: Block[]): Promise<TextBlock[]> => {
  const texts = blocks.map(({ entries }) =>
    JSON.stringify([...(entries ?? [])].sort(([a], [b]) => a - b)),
  );
  const all = await engine.sealKept(texts);
  return blocks.flatMap(({ friend_id, from, to, count }, at) => {
    const one = all[at];
    return one ? [{ friend_id, from, to, count, sealed: one }] : [];
  });
};

interface Needs {
  store: OfflineStore;
  engine: Engine;
  keys: BlockKey[];
  /** A block opens no more: its messages, up to this one, are to be read again. */
  lost: (friend_id: number, to: number) => void;
}

export const createTextBlocks = ({ store, engine, keys, lost }: Needs) => {
  const index = createIndex(keys);
  let lostKeys: BlockKey[] = [];

  const lose = (block: Block): void => {
    index.remove(block);
    if (block.key) lostKeys.push(block.key);
    lost(block.friend_id, block.to);
  };

  /** Null if it opens no more: what would be written in its place would have lost its other texts. */
  const open = async (block: Block): Promise<Map<number, string> | null> => {
    if (block.entries === null && block.key) {
      const [stored] = await store.blocks([block.key]);
      const [text = null] = stored ? await engine.openKept([stored.sealed]) : [];
      if (text === null) {
        lose(block);
        return null;
      }
      block.entries = new Map(entriesOf(text));
    }
    block.entries ??= new Map();
    return block.entries;
  };
  const changed = async (change: TextChange): Promise<Block | undefined> => {
    const { friend_id, id, text } = change;
    const block = text === null ? index.around(friend_id, id) : index.placeFor(friend_id, id);
    if (block === undefined) return undefined;
    const entries = await open(block);
    if (entries === null) return changed(change);
    if (text === null && !entries.has(id)) return undefined;
    if (text === null) entries.delete(id);
    else entries.set(id, text);
    Object.assign(block, {
      from: Math.min(block.from, id),
      to: Math.max(block.to, id),
      count: entries.size,
    });
    return block;
  };
  return {
    /** All of them are gone. */
    forget: index.clear,
    /** Somebody found that it does not open; it goes with the next change. */
    lose([friend_id, from, to, count]: BlockKey): void {
      const block = index.around(friend_id, from);
      if (block?.to === to && block.count === count && block.from === from) lose(block);
    },
    /** What is to be written for these changes, and gone in the same transaction. */
    async change(changes: TextChange[]): Promise<{ blocks: TextBlock[]; goneBlocks: BlockKey[] }> {
      const touched = new Set<Block>();
      for (const change of changes.toSorted((a, b) => a.id - b.id)) {
        const block = await changed(change);
        if (block) touched.add(block);
      }
      const goneBlocks = [...lostKeys, ...[...touched].flatMap(({ key }) => (key ? [key] : []))];
      lostKeys = [];
      const full = [...touched].filter(({ count }) => count > 0);
      const blocks = await sealAll(engine, full);
      for (const block of touched) {
        if (block.count === 0) index.remove(block);
        block.key = [block.friend_id, block.from, block.to, block.count];
        // A conversation that was read long ago costs no memory.
        block.entries = null;
      }
      return { blocks, goneBlocks };
    },
  };
};

export type TextBlocks = Awaited<ReturnType<typeof createTextBlocks>>;
