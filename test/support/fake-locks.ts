// The locks that the tabs of a browser share (Web Locks).
import type { LockManager } from '../../src/web/model/store/locks';

interface Holder {
  /** Its own, or until another one steals it. */
  over: Promise<void>;
  steal: () => void;
}

/** One holder of a name at a time, the others in the order in which they asked. */
export const fakeLocks = (): LockManager => {
  const last = new Map<string, Promise<unknown>>();
  const holders = new Map<string, Holder>();

  const hold = async <Value>(name: string, act: (lock: unknown) => Promise<Value>) => {
    const { promise: over, resolve, reject } = Promise.withResolvers<void>();
    const holder = { over, steal: () => reject(new DOMException('stolen', 'AbortError')) };
    over.catch(() => {});
    holders.set(name, holder);
    try {
      return await Promise.race([act({}), over.then(() => new Promise<never>(() => {}))]);
    } finally {
      if (holders.get(name) === holder) holders.delete(name);
      resolve();
    }
  };
  const remember = <Value>(name: string, result: Promise<Value>): Promise<Value> => {
    last.set(
      name,
      result.catch(() => {}),
    );
    return result;
  };
  const queue = <Value>(name: string, act: (lock: unknown) => Promise<Value>) => {
    const run = () => hold(name, act);
    return remember(name, (last.get(name) ?? Promise.resolve()).then(run, run));
  };
  return {
    async request<Value>(name: string, ...rest: unknown[]): Promise<Value> {
      const act = rest.at(-1) as (lock: unknown) => Promise<Value>;
      const { steal, ifAvailable, signal } = (rest.length > 1 ? rest[0] : {}) as {
        steal?: boolean;
        ifAvailable?: boolean;
        signal?: AbortSignal;
      };
      if (ifAvailable && holders.has(name)) return act(null);
      if (ifAvailable) return remember(name, hold(name, act));
      if (steal) holders.get(name)?.steal();
      if (steal) {
        const stolen = hold(name, act);
        // Whoever asks from now on waits behind it.
        last.set(
          name,
          stolen.catch(() => {}),
        );
        return stolen;
      }
      return queue(name, async (lock) => {
        signal?.throwIfAborted();
        return act(lock);
      });
    },
  };
};
