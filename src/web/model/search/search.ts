// Search over everything that a person can read, on the device: as one types, in one conversation or
// in all, among the texts that this device keeps.
import { signal } from '@preact/signals';
import type { Engine } from '../../crypto/engine';
import type { Opener } from '../messages/decrypter';
import type { Item } from '../messages/item';
import { itemOf } from '../messages/item';
import type { Coverage } from '../messages/offline/coverage';
import type { Kind } from '../messages/offline/findable';
import { messagesOfKept } from '../messages/offline/kept-message';
import { entriesOf } from '../messages/offline/text-blocks';
import type { Table } from '../messages/table';
import type { Clock } from '../parts';
import { readonly } from '../readonly';
import type { Offline } from '../store/offline/offline';
import type { BlockKey } from '../store/offline/schema';
import type { OfflineStore } from '../store/offline/store';
import { dayOf } from './days';
import type { Hit, Texts } from './scan';
import { joinTexts, scan } from './scan';
import { wordsOf } from './words';

export interface Query {
  text: string;
  kinds: Kind[];
  /** Null: in all conversations. */
  friend_id: number | null;
}

export interface Found {
  friend_id: number;
  item: Item;
}

const NOTHING: Query = { text: '', kinds: [], friend_id: null };

/** As many as are shown at once; more with each press. */
export const found_at_once = 50;
/** Blocks are opened some at a time: the first answer does not wait for the oldest text. */
const blocks_at_once = 8;
const slice_ms = 10;
/** Nobody searches any more: what was opened is forgotten. */
const forget_after_ms = 60_000;

interface Needs {
  clock: Clock;
  coverage: Coverage;
  engine: Engine;
  offline: Offline;
  opener: Opener;
  table: Table;
}

const nameOf = (key: BlockKey): string => key.join(' ');

/** Opened blocks, until nobody searches any more. */
const createBlocks = (engine: Engine) => {
  let opened = new Map<string, Texts>();
  return {
    forget(): void {
      opened = new Map();
    },
    /** Those that are stored now, and what opens them. */
    async of(store: OfflineStore, friend_id: number | null) {
      const all = await store.blockKeys();
      const names = new Set(all.map(nameOf));
      for (const name of opened.keys()) if (!names.has(name)) opened.delete(name);
      const keys = all
        .filter(([of]) => friend_id === null || of === friend_id)
        .sort((a, b) => b[2] - a[2]);
      const open = async (at: number): Promise<Texts | null> => {
        const key = keys[at];
        if (key === undefined) return null;
        const known = opened.get(nameOf(key));
        if (known) return known;
        const missing = keys
          .slice(at, at + blocks_at_once)
          .filter((one) => !opened.has(nameOf(one)));
        const stored = await store.blocks(missing);
        const found = stored.flatMap((block) => (block ? [block] : []));
        const texts = await engine.openKept(found.map(({ sealed }) => sealed));
        for (const [index, { friend_id: of, from, to, count }] of found.entries()) {
          const joined = joinTexts(of, entriesOf(texts[index] ?? null));
          opened.set(nameOf([of, from, to, count]), joined);
        }
        return opened.get(nameOf(key)) ?? null;
      };
      return { keys, open };
    },
  };
};

/** The messages of hits, as they may be shown. */
const createShowing = ({ engine, opener, table }: Needs) => {
  const fromStore = async (store: OfflineStore, ids: number[]): Promise<Map<number, Item>> => {
    const kept = (await store.byIds(ids)).flatMap((each) => (each ? [each] : []));
    const messages = await messagesOfKept(engine, kept);
    const items = messages.map(async (message) =>
      table.conceal(itemOf(message, await opener.open(message, () => {}))),
    );
    return new Map((await Promise.all(items)).map((item) => [item.id, item]));
  };
  return async (store: OfflineStore, hits: Hit[]): Promise<Found[]> => {
    const here = (id: number) => table.byId(id);
    const away = hits.filter(({ id }) => here(id) === undefined);
    const items = await fromStore(
      store,
      away.map(({ id }) => id),
    );
    return hits.flatMap(({ friend_id, id }) => {
      const item = here(id) ?? items.get(id);
      // What was deleted, or is not its sender's own, is not found.
      return item && item.trouble === null ? [{ friend_id, item }] : [];
    });
  };
};

/** The ids of a day's messages. */
const idsOfDay = async (
  store: OfflineStore,
  text: string,
  now_ms: number,
): Promise<[from: number, to: number] | null> => {
  const day = dayOf(text, now_ms);
  if (day === null) return null;
  return [await store.firstSince(day.from_ms), (await store.firstSince(day.to_ms)) - 1];
};

/** Since when all conversations are whole on this device; null if from their beginnings. */
const wholeSince = async (store: OfflineStore, coverage: Coverage): Promise<string | null> => {
  const walked = Object.values(coverage.all.value).flatMap((id) => (id ? [id] : []));
  const found = (await store.byIds(walked)).flatMap((each) =>
    each ? [each.message.timestamp] : [],
  );
  return found.sort().at(-1) ?? null;
};

/** Looks through the blocks until there is enough, and gives way to whoever works. */
const createCollecting = ({ clock, engine }: Needs) => {
  const blocks = createBlocks(engine);
  const pause = () => new Promise<void>((resolve) => clock.after(0, resolve));
  return {
    forget: blocks.forget,
    /** Null if the search was cancelled meanwhile. */
    async collect(
      store: OfflineStore,
      { text, kinds, friend_id }: Query,
      enough: number,
      isCancelled: () => boolean,
    ): Promise<Hit[] | null> {
      const { keys, open } = await blocks.of(store, friend_id);
      const day = await idsOfDay(store, text, clock.now());
      const words = wordsOf(day ? '' : text, kinds);
      const hits: Hit[] = [];
      let since = performance.now();
      const openInSlices = async (at: number) => {
        if (performance.now() - since > slice_ms) {
          await pause();
          since = performance.now();
        }
        return open(at);
      };
      const ends = keys.map(([, , to]) => ({ to }));
      for await (const hit of scan(ends, openInSlices, words)) {
        if (isCancelled()) return null;
        if (day && hit.id < day[0]) break;
        if (!day || hit.id <= day[1]) hits.push(hit);
        if (hits.length >= enough) break;
      }
      return isCancelled() ? null : hits;
    },
  };
};

const isEmpty = ({ text, kinds }: Query) => text.trim() === '' && kinds.length === 0;

export const createSearch = (needs: Needs) => {
  const { clock, coverage, offline } = needs;
  const query = signal<Query>(NOTHING);
  const found = signal<Found[]>([]);
  const isAtWork = signal(false);
  const hasMore = signal(false);
  const since = signal<string | null>(null);
  const { collect, forget } = createCollecting(needs);
  const show = createShowing(needs);
  let turn = 0;
  let wanted = found_at_once;
  let cancelForget = () => {};

  const tell = (items: Found[], isMore: boolean): void => {
    found.value = items;
    hasMore.value = isMore;
  };
  const look = async (store: OfflineStore, own: number): Promise<void> => {
    const asked = query.value;
    const hits = await collect(store, asked, wanted + 1, () => own !== turn);
    if (hits === null) return;
    const items = await show(store, hits.slice(0, wanted));
    const whole = await wholeSince(store, coverage);
    if (own !== turn) return;
    tell(items, hits.length > wanted);
    since.value = whole;
  };
  const run = async (): Promise<void> => {
    turn += 1;
    const own = turn;
    const store = offline.store();
    cancelForget();
    isAtWork.value = !isEmpty(query.value) && store !== null;
    if (store === null || !isAtWork.value) {
      tell([], false);
      cancelForget = clock.after(forget_after_ms, forget);
      return;
    }
    await look(store, own).finally(() => {
      if (own === turn) isAtWork.value = false;
    });
  };

  return {
    query: readonly(query),
    /** The newest first. */
    found: readonly(found),
    hasMore: readonly(hasMore),
    isAtWork: readonly(isAtWork),
    /** What is older is searched only in part; null if nothing is. */
    since: readonly(since),
    /** Whether this device keeps messages at all. */
    isPossible: (): boolean => offline.store() !== null,
    /** With each key: the search before is cancelled. */
    ask(change: Partial<Query>): Promise<void> {
      query.value = { ...query.value, ...change };
      wanted = found_at_once;
      return run();
    },
    more(): Promise<void> {
      wanted += found_at_once;
      return run();
    },
    end(): Promise<void> {
      query.value = NOTHING;
      return run();
    },
  };
};

export type Search = ReturnType<typeof createSearch>;
