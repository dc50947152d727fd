// People pass one piece of work at a time each: whoever brings many at once waits for his own.

/** For a piece of so many bytes. Leave it once, whatever became of the work. */
export type Turn = (bytes: number) => Promise<() => void>;

/** Resolves when nobody of `who` is inside; gives what leaves. */
export const createTurnstile = () => {
  const last = new Map<number, Promise<void>>();
  return async (who: number): Promise<() => void> => {
    const before = last.get(who);
    const { promise, resolve } = Promise.withResolvers<void>();
    last.set(who, promise);
    await before;
    return () => {
      if (last.get(who) === promise) last.delete(who);
      resolve();
    };
  };
};
