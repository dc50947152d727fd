// A map that forgets by itself what may be forgotten, so that it does not grow with all who ever came.

const entries_before_first_sweep = 64;

/** What `isForgettable` says of an entry must be as true of one that was never there. */
export const createSweptMap = <K, V>(isForgettable: (value: V) => boolean) => {
  const entries = new Map<K, V>();
  let sweep_at_entries = entries_before_first_sweep;
  const sweep = (): void => {
    for (const [key, value] of entries) if (isForgettable(value)) entries.delete(key);
    // Twice as many: so a sweep costs each that is added a few steps, however many there are.
    sweep_at_entries = Math.max(entries_before_first_sweep, 2 * entries.size);
  };
  return {
    get: (key: K): V | undefined => entries.get(key),
    /** May forget others, and never the one that is set. */
    set(key: K, value: V): void {
      if (entries.size >= sweep_at_entries && !entries.has(key)) sweep();
      entries.set(key, value);
    },
    size: (): number => entries.size,
  };
};
