// Searches beside everybody else: the first search starts a thread, which stays.
import type { Database } from 'bun:sqlite';
import { startThread } from '../../platform/program';
import { createSearchQuery, type Sought } from './search-query';
import type { Found, Order } from './search-worker';
import { toQuery } from './tokenizer';

type Thread = (sought: Sought) => Promise<number[]>;

const startSearching = (path: string, ended: () => void) => {
  const worker = startThread('db/messages/search-worker');
  const waiting = new Map<number, ReturnType<typeof Promise.withResolvers<number[]>>>();
  let orders = 0;
  const fail = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new Error(`the search failed: ${reason}`));
    waiting.clear();
    void worker.terminate();
    ended();
  };
  worker.on('message', ({ order, ids, fault }: Found) => {
    const asked = waiting.get(order);
    waiting.delete(order);
    if (ids !== undefined) asked?.resolve(ids);
    else asked?.reject(new Error(`the search failed: ${fault}`));
  });
  worker.on('error', ({ message }) => fail(message));
  // It keeps no process from ending.
  worker.unref();
  const ask: Thread = (sought) => {
    orders += 1;
    const answer = Promise.withResolvers<number[]>();
    waiting.set(orders, answer);
    worker.postMessage({ ...sought, order: orders, path } satisfies Order);
    return answer.promise;
  };
  return { ask, stop: () => fail('the server stops') };
};

export const createFinder = (database: Database) => {
  const path = database.filename;
  let thread: ReturnType<typeof startSearching> | undefined;
  const here = path === '' || path === ':memory:' ? createSearchQuery(database) : undefined;
  const run: Thread = async (sought) => {
    if (here !== undefined) return here(sought);
    thread ??= startSearching(path, () => {
      thread = undefined;
    });
    return thread.ask(sought);
  };
  return {
    /** The ids of those that `user_id` still sees, newest first, older than `before`. */
    async find(
      user_id: number,
      text: string,
      conversation_id: number | undefined,
      before: number,
      limit: number,
    ): Promise<number[]> {
      const query = toQuery(text);
      if (query === undefined) return [];
      const scope = conversation_id === undefined ? `u${user_id}` : `c${conversation_id}`;
      return run({ match: `scope: "${scope}" AND words: (${query})`, user_id, before, limit });
    },
    /** Before the database is closed. */
    stop: (): void => thread?.stop(),
  };
};
