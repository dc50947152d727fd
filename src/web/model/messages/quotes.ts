// Messages that others answer to, and that may lie far outside the window.
import { signal } from '@preact/signals';
import type { Item } from '../state';
import type { Log } from './log';

const quotes_max = 500;

/** Null where the message is no more. */
const known = signal<Record<number, Item | null>>({});

export const quoted = (id: number): Item | null | undefined => known.value[id];

export const createQuotes = (log: Log) => {
  const asked = new Set<number>();
  return {
    async find(friend_id: number, id: number): Promise<void> {
      if (asked.has(id)) return;
      asked.add(id);
      if (asked.size > quotes_max) {
        asked.clear();
        known.value = {};
      }
      try {
        const item = await log.one(friend_id, id);
        known.value = { ...known.value, [id]: item };
      } catch {
        asked.delete(id);
      }
    },
    forget(id: number): void {
      asked.delete(id);
      const { [id]: _, ...rest } = known.value;
      known.value = rest;
    },
  };
};
