// What a browser keeps of the conversations for being offline.
import type { Page } from 'playwright-core';
import { createPatience, page_look_ms_max } from '../timing';

/** What each of these stores of a person holds, or how much, as JSON. */
const look = (page: Page, user_id: number, stores: string[], how: 'count' | 'getAll') =>
  page.evaluate(
    async ({ name, stores, how }) => {
      const whole = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await whole(indexedDB.open(name));
      try {
        const at = database.transaction(stores);
        const found = stores.map((each) => {
          const request: IDBRequest = at.objectStore(each)[how]();
          return whole(request);
        });
        return JSON.stringify(await Promise.all(found));
      } finally {
        database.close();
      }
    },
    { name: `chat8 offline ${user_id}`, stores, how },
  );

/** How many messages this device keeps of a person. */
export const countKept = async (page: Page, user_id: number): Promise<number> =>
  JSON.parse(await look(page, user_id, ['messages'], 'count'))[0];

/** All that it keeps of the conversations, as text. */
export const keptOf = (page: Page, user_id: number): Promise<string> =>
  look(page, user_id, ['messages', 'texts', 'changes', 'chats'], 'getAll');

export const until = async (isSo: () => Promise<boolean>, ms = 60_000): Promise<void> => {
  const isLeft = createPatience(ms, page_look_ms_max);
  while (!(await isSo().catch(() => false))) {
    if (!isLeft()) throw new Error('never so');
    await Bun.sleep(100);
  }
};
