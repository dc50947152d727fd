// Quoted messages, which may be far outside the loaded window.
import { signal } from '@preact/signals';
import type { Item } from './item';
import { keyOf, otherOf } from './item';
import type { MessageTable } from './table';
import type { HistoryPages } from './window/pages';

const quotes_max = 500;

export const createQuotes = (table: MessageTable, pages: HistoryPages, userId: () => number) => {
  /** By conversation: an id of another one is no message of this one. */
  const absent = signal<Record<string, true>>({});
  const asked = new Set<string>();
  const nameOf = (friend_id: number, id: number) => `${friend_id} ${id}`;

  const byId = (friend_id: number, id: number): Item | null | undefined => {
    if (absent.value[nameOf(friend_id, id)]) return null;
    const item = table.byId(id);
    return item && otherOf(item, userId()) !== friend_id ? null : item;
  };
  /** One of the two wrote it, sealed under this `mid`: no server can put another one in its place. */
  const byMid = (friend_id: number, mid: string): Item | undefined =>
    [friend_id, userId()]
      .map((sender_id) => table.get(keyOf({ sender_id, client_id: mid })))
      .find((item) => item?.isSealed && otherOf(item, userId()) === friend_id) ?? undefined;

  /** Null if it was deleted, or is not the one that was answered; undefined until it is known. */
  const quotedBy = (answer: Item): Item | null | undefined => {
    const { id, reply_to, reply_mid } = answer;
    const friend_id = otherOf(answer, userId());
    const own = reply_mid === null ? undefined : byMid(friend_id, reply_mid);
    if (own !== undefined) return own;
    // A reply to a later message is impossible, but another client may claim it.
    if (reply_to === null || (id > 0 && reply_to >= id)) return null;
    const named = byId(friend_id, reply_to);
    return named && reply_mid !== null ? null : named;
  };

  return {
    quotedBy,
    /** As it is by now; null if it was deleted, or has disappeared. */
    asItIs(item: Item): Item | null {
      const known = item.id > 0 ? table.byId(item.id) : item;
      return known === undefined ? item : known;
    },
    async findQuoted(answer: Item): Promise<void> {
      const friend_id = otherOf(answer, userId());
      const id = answer.reply_to ?? 0;
      const name = nameOf(friend_id, id);
      if (asked.has(name) || quotedBy(answer) !== undefined) return;
      asked.add(name);
      if (asked.size > quotes_max) {
        asked.clear();
        absent.value = {};
      }
      try {
        if (!(await pages.one(friend_id, id))) absent.value = { ...absent.value, [name]: true };
      } catch {
        // It is requested again on the next render.
      } finally {
        asked.delete(name);
      }
    },
  };
};
