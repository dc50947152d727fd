// Joins all that is asked for in one turn of the event loop into one request.

interface Asked<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/** `load` returns values in the order of the ids, at most `most` at once. */
export const createBatch = <Value>(load: (ids: number[]) => Promise<Value[]>, most: number) => {
  let waiting = new Map<number, Asked<Value>>();

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
    const all = [...waiting];
    waiting = new Map();
    for (let at = 0; at < all.length; at += most) void loadPart(all.slice(at, at + most));
  };

  return (id: number): Promise<Value> => {
    if (waiting.size === 0) queueMicrotask(loadAll);
    const asked = waiting.get(id) ?? Promise.withResolvers<Value>();
    waiting.set(id, asked);
    return asked.promise;
  };
};
