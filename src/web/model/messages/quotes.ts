// Quoted messages, which may be far outside the loaded window.
import { signal } from '@preact/signals';
import type { Item } from './item';
import { otherOf } from './item';
import type { Table } from './table';
import type { Pages } from './window/pages';

const quotes_max = 500;

export const createQuotes = (table: Table, pages: Pages, userId: () => number) => {
  /** By conversation: an id of another one is no message of this one. */
  const absent = signal<Record<string, true>>({});
  const asked = new Set<string>();
  const nameOf = (friend_id: number, id: number) => `${friend_id} ${id}`;
  const quoted = (friend_id: number, id: number): Item | null | undefined => {
    if (absent.value[nameOf(friend_id, id)]) return null;
    const item = table.byId(id);
    return item && otherOf(item, userId()) !== friend_id ? null : item;
  };
  return {
    /** Null if the message was deleted, undefined until it is known. */
    quoted,
    async findQuoted(friend_id: number, id: number): Promise<void> {
      const name = nameOf(friend_id, id);
      if (asked.has(name) || quoted(friend_id, id) !== undefined) return;
      asked.add(name);
      if (asked.size > quotes_max) {
        asked.clear();
        absent.value = {};
      }
      try {
        if (!(await pages.one(friend_id, id))) absent.value = { ...absent.value, [name]: true };
      } catch {
        // It is requested again on the next render.
      } finally {
        asked.delete(name);
      }
    },
  };
};

export type Quotes = ReturnType<typeof createQuotes>;
