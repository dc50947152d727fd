// Joins what is asked for in one turn of the event loop, and while enough requests are under way, into one
// request: hundreds of messages that are opened one after the other ask for hundreds of keys.

/** One that hangs holds up nobody. */
const at_once_max = 4;

interface Asked<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/** `load` returns values in the order of the ids, at most `most` at once. */
export const createBatch = <Value>(load: (ids: number[]) => Promise<Value[]>, most: number) => {
  const waiting = new Map<number, Asked<Value>>();
  let running = 0;

  const loadPart = async (part: [number, Asked<Value>][]): Promise<void> => {
    try {
      const values = await load(part.map(([id]) => id));
      if (values.length !== part.length) throw new Error('the answer has another length');
      for (const [at, [, asked]] of part.entries()) asked.resolve(values[at] as Value);
    } catch (error) {
      for (const [, asked] of part) asked.reject(error);
    }
  };

  const loadAll = (): void => {
    while (waiting.size > 0 && running < at_once_max) {
      const part = [...waiting].slice(0, most);
      for (const [id] of part) waiting.delete(id);
      running += 1;
      void loadPart(part).finally(() => {
        running -= 1;
        loadAll();
      });
    }
  };

  return (id: number): Promise<Value> => {
    if (waiting.size === 0) queueMicrotask(loadAll);
    const asked = waiting.get(id) ?? Promise.withResolvers<Value>();
    waiting.set(id, asked);
    return asked.promise;
  };
};
