// The messages of hits, as they may be shown.
import type { Engine } from '../../crypto/engine';
import type { Decrypter } from '../messages/decrypter';
import type { Item } from '../messages/item';
import { itemOf } from '../messages/item';
import { messagesOfKept } from '../messages/offline/message-records';
import { foundBy } from '../messages/offline/operations';
import type { MessageTable } from '../messages/table';
import type { OfflineStore } from '../store/offline/store';
import type { Hit } from './scan';

export interface Found {
  friend_id: number;
  item: Item;
}

interface Needs {
  engine: Engine;
  decrypter: Decrypter;
  table: MessageTable;
}

export const createShowing = ({ engine, decrypter, table }: Needs) => {
  /** As they were opened for the keys before. */
  let known = new Map<number, Item>();

  const fromStore = async (store: OfflineStore, ids: number[]): Promise<Map<number, Item>> => {
    const before = known;
    const missing = ids.filter((id) => !before.has(id));
    const kept = (missing.length > 0 ? await store.byIds(missing) : []).flatMap((each) =>
      each ? [each] : [],
    );
    const messages = await messagesOfKept(engine, kept);
    const opened = messages.map(async (message) =>
      itemOf(message, await decrypter.open(message, () => {})),
    );
    const items = new Map(before);
    for (const item of await Promise.all(opened)) {
      items.set(item.id, item);
      if (item.trouble === null) before.set(item.id, item);
    }
    return items;
  };
  return {
    /** Something was written: they may be others by now. */
    forget(): void {
      known = new Map();
    },
    async show(store: OfflineStore, hits: Hit[]): Promise<Found[]> {
      const away = hits.filter(({ id }) => table.byId(id) === undefined);
      const items = await fromStore(
        store,
        away.map(({ id }) => id),
      );
      return hits.flatMap(({ friend_id, id }) => {
        const item = items.get(id);
        const shown = table.byId(id) ?? (item && table.conceal(item));
        return shown ? [{ friend_id, item: shown }] : [];
      });
    },
    /** As it is now: what was deleted, says something else by now, or is nobody's own is not found. */
    now(all: Found[], words: string[]): Found[] {
      return all.flatMap(({ friend_id, item }) => {
        const known = table.byId(item.id);
        if (known === null) return [];
        const shown = known ?? item;
        const text = foundBy(shown) ?? '';
        const isFound = text !== '' && words.every((word) => text.includes(word));
        return isFound ? [{ friend_id, item: shown }] : [];
      });
    },
  };
};
