// One at a time writes to an upload: the connection of an earlier part may be dead without anybody
// having noticed, so the newest one stops it and goes on from where it came to.

interface Writer {
  stop: AbortController;
  ended: Promise<void>;
}

export const createWriters = () => {
  const running = new Map<string, Writer>();
  return {
    /** `stopped` is aborted when a later one waits. */
    async alone<Result>(
      id: string,
      act: (stopped: AbortSignal) => Promise<Result>,
    ): Promise<Result> {
      const before = running.get(id);
      before?.stop.abort();
      const { promise, resolve } = Promise.withResolvers<void>();
      const own: Writer = { stop: new AbortController(), ended: promise };
      running.set(id, own);
      try {
        await before?.ended;
        return await act(own.stop.signal);
      } finally {
        resolve();
        if (running.get(id) === own) running.delete(id);
      }
    },
  };
};

export type Writers = ReturnType<typeof createWriters>;
