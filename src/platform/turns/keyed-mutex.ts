// A lock for each key, held by one at a time, in the order in which they came: whoever brings much work
// at once waits for his own.

/** Resolves when nobody else holds the lock of that key; gives what releases it. */
export const createKeyedMutex = () => {
  const last = new Map<number, Promise<void>>();
  return async (key: number): Promise<() => void> => {
    const before = last.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    last.set(key, promise);
    await before;
    return () => {
      if (last.get(key) === promise) last.delete(key);
      resolve();
    };
  };
};
