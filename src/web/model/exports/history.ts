// Walks through a conversation as the server has it, the oldest message first, and opens what is sealed.
import { cursor_messages_max } from '../../../protocol/limits';
import type { Message } from '../../../protocol/objects';
import type { Decrypter } from '../messages/decrypter';
import { decrypted_at_once } from '../messages/decrypter';
import type { Item } from '../messages/item';
import { itemOf, otherOf } from '../messages/item';
import type { MessageTable } from '../messages/table';
import type { HistoryAnswer } from '../net/answers';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isPassing } from '../net/api-error';
import type { Clock } from '../platform';

export interface HistoryNeeds {
  api: Pick<Api, 'get'>;
  clock: Clock;
  decrypter: Decrypter;
  table: Pick<MessageTable, 'byId' | 'conceal'>;
  userId: () => number;
}

export interface HistoryPage {
  items: Item[];
  disappearing: number;
  total: number;
  hasNext: boolean;
}

/** On a line that is gone for a while; then it is given up. */
const waits_ms = [1_000, 2_000, 5_000, 10_000, 20_000];

/** What passes by itself is asked for again. @throws what does not, AbortError */
export const withPatience = async <Value>(
  clock: Clock,
  signal: AbortSignal,
  act: () => Promise<Value>,
): Promise<Value> => {
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      const wait_ms = waits_ms[tries];
      if (wait_ms === undefined || !isPassing(error)) throw error;
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(wait_ms, resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise.finally(cancel);
    }
  }
};

/** A key that did not come in time may come the next time. */
const openOne = async (decrypter: Decrypter, message: Message): Promise<Item> => {
  const open = () => decrypter.open(message, () => {});
  const opened = await open();
  return itemOf(message, opened?.trouble?.reason === 'unreachable' ? await open() : opened);
};

/** One `mid` is one message: what comes a second time is none. */
const createOnce = () => {
  const seen = new Set<string>();
  return ({ isSealed, trouble, sender_id, client_id }: Item): boolean => {
    if (!isSealed || trouble !== null) return true;
    const name = `${sender_id} ${client_id}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  };
};

export async function* walk(
  { api, clock, decrypter, table, userId }: HistoryNeeds,
  friend_id: number,
  signal: AbortSignal,
): AsyncGenerator<HistoryPage> {
  const isFirst = createOnce();
  const ask = (query: string): Promise<HistoryAnswer> =>
    withPatience(clock, signal, () =>
      api.get(`/messages/${friend_id}?limit=${cursor_messages_max}&${query}`, answers.history),
    );
  const opened = async (messages: Message[]): Promise<Item[]> => {
    const items: Item[] = [];
    for (let at = 0; at < messages.length; at += decrypted_at_once) {
      signal.throwIfAborted();
      const part = messages.slice(at, at + decrypted_at_once);
      items.push(...(await Promise.all(part.map((message) => openOne(decrypter, message)))));
    }
    return items.map((item) => table.conceal(item));
  };

  // Nothing can be asked for after number 0: the very first message is asked for by itself.
  let before = (await ask('before=2')).messages;
  let after = 1;
  for (;;) {
    const { messages, pagination } = await ask(`after=${after}`);
    const own = [...messages, ...before]
      .reverse()
      .filter((message) => otherOf(message, userId()) === friend_id && !message.deleted)
      // Taken away here, and not told to the server yet.
      .filter(({ id }) => table.byId(id) !== null);
    before = [];
    const items = await opened(own);
    const stays = items.filter(({ expires_in }) => expires_in === null);
    const hasNext = (pagination.next_after ?? null) !== null && messages.length > 0;
    yield {
      items: stays.filter(isFirst),
      disappearing: items.length - stays.length,
      total: pagination.total,
      hasNext,
    };
    const newest = Math.max(0, ...messages.map(({ id }) => id));
    if (!hasNext || newest <= after) return;
    after = newest;
  }
}
