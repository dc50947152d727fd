// What a browser keeps of the conversations for being offline.
import type { Page } from 'playwright-core';
import { createPatience, page_look_ms_max } from '../timing';

/** How many messages this device keeps of a person. */
export const countKept = (page: Page, user_id: number) =>
  page.evaluate(async (name) => {
    const whole = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await whole(indexedDB.open(name));
    try {
      return await whole(database.transaction('messages').objectStore('messages').count());
    } finally {
      database.close();
    }
  }, `chat8 offline ${user_id}`);

/** All that it keeps of the conversations, as text. */
export const keptOf = (page: Page, user_id: number) =>
  page.evaluate(async (name) => {
    const whole = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await whole(indexedDB.open(name));
    try {
      const at = database.transaction(['messages', 'meta', 'texts', 'changes', 'chats']);
      const [messages, texts, changes, chats] = await Promise.all(
        (['messages', 'texts', 'changes', 'chats'] as const).map((each) =>
          whole(at.objectStore(each).getAll()),
        ),
      );
      const readable = (value: unknown) => JSON.stringify(value);
      return readable([messages, texts, changes, chats]);
    } finally {
      database.close();
    }
  }, `chat8 offline ${user_id}`);

export const until = async (isSo: () => Promise<boolean>, ms = 60_000): Promise<void> => {
  const isLeft = createPatience(ms, page_look_ms_max);
  while (!(await isSo().catch(() => false))) {
    if (!isLeft()) throw new Error('never so');
    await Bun.sleep(100);
  }
};
