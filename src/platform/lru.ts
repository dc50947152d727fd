/**
 * A map of at most `entries_max` entries, in two generations: when the young one is full the old
 * one is dropped whole, and what is asked for moves on. To drop the oldest entry one by one is
 * slow: a Map walks over all that were deleted before it.
 */
export const createLru = <Key, Value>(entries_max: number) => {
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();
  const set = (key: Key, value: Value): void => {
    if (young.size >= entries_max / 2 && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key: Key): Value | undefined {
      const value = young.get(key);
      if (value !== undefined) return value;
      const before = old.get(key);
      if (before !== undefined) set(key, before);
      return before;
    },
    set,
    delete(key: Key): void {
      young.delete(key);
      old.delete(key);
    },
    clear(): void {
      young.clear();
      old.clear();
    },
    size: (): number => young.size + old.size,
  };
};

export type Lru<Key, Value> = ReturnType<typeof createLru<Key, Value>>;
