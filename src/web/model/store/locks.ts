// Locks within this tab, and between the tabs of a browser (Web Locks).

interface LockOptions {
  /** If somebody has it, `act` gets null at once. */
  ifAvailable?: boolean;
  /** Takes it from whoever has it. */
  steal?: boolean;
  signal?: AbortSignal;
}

/** The part of `navigator.locks` that is used. */
export interface LockManager {
  request<Value>(name: string, act: () => Promise<Value>): Promise<Value>;
  request<Value>(
    name: string,
    options: LockOptions,
    act: (lock: unknown) => Promise<Value>,
  ): Promise<Value>;
}
export const createLocks = (manager: LockManager | undefined) => {
  const last = new Map<string, Promise<unknown>>();

  /** Runs tasks of the same name one after the other in this tab; a failure does not stop the next. */
  const inOrder = <Value>(name: string, act: () => Promise<Value>): Promise<Value> => {
    const result = (last.get(name) ?? Promise.resolve()).then(act, act);
    last.set(name, result);
    return result;
  };

  return {
    /** What the browser has; undefined if it shares nothing between tabs. */
    manager,
    inOrder,
    /** In one tab at a time; if the browser shares nothing between tabs, in order in this one. */
    async exclusive<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
      if (manager === undefined) return inOrder(name, act);
      let isGranted = false;
      const granted = () => {
        isGranted = true;
        return act();
      };
      try {
        return await manager.request(name, granted);
      } catch (error) {
        if (isGranted) throw error;
        return inOrder(name, act);
      }
    },
  };
};

export type Locks = ReturnType<typeof createLocks>;
