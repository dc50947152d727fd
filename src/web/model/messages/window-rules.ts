// The part of a conversation at hand: a window without a gap, which slides over the whole of it,
// so that a long conversation costs no more than a short one.
import type { History, Item } from '../state';

/** Twice what fits on any screen, and then some. */
const kept_messages_max = 200;

export const EMPTY: History = {
  items: [],
  next_before: null,
  next_after: null,
  isLoading: false,
  unread_from: null,
};

/** One message has one; two people may choose the same `client_id`. */
export const keyOf = ({ sender_id, client_id }: Pick<Item, 'sender_id' | 'client_id'>): string =>
  `${sender_id} ${client_id}`;

// Those that the server does not have yet come last.
const rank = ({ id }: Item) => (id === 0 ? Number.MAX_SAFE_INTEGER : id);
const sorted = (items: Item[]) => items.sort((a, b) => rank(a) - rank(b));

const isOutside = ({ items, next_before, next_after }: History, { id }: Item): boolean => {
  const sent = items.filter((each) => each.id > 0);
  const [first, last] = [sent[0], sent.at(-1)];
  if (id === 0) return next_after !== null;
  if (next_after !== null && (last === undefined || id > last.id)) return true;
  return next_before !== null && first !== undefined && id < first.id;
};

/**
 * In its place, once: what comes a second time under the same `mid` changes the first only if it
 * is the same message. What lies outside the window is left for when the window gets there.
 */
export const insert = (known: History, item: Item): History => {
  const key = keyOf(item);
  const at = known.items.findIndex(
    (each) => keyOf(each) === key || (item.id > 0 && each.id === item.id),
  );
  const before = known.items[at];
  if (before === undefined) {
    if (isOutside(known, item)) return known;
    return { ...known, items: sorted([...known.items, item]) };
  }
  if (before.id > 0 && before.id !== item.id) return known;
  // An answer that was overtaken by the news of its reading does not take that back.
  const read = before.isRead && !item.isRead ? { isRead: true, read_at: before.read_at } : {};
  const items = known.items.with(at, { ...item, ...read });
  return { ...known, items: before.id === item.id ? items : sorted(items) };
};

export interface Page {
  items: Item[];
  next_before?: number | null;
  next_after?: number | null;
}

const joined = (items: Item[]): Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

/** With an older page on top; the far end is let go. */
export const withOlder = (known: History, { items, next_before = null }: Page): History => {
  const all = joined([...items, ...known.items]);
  const rest = { ...known, next_before, isLoading: false };
  if (all.length <= kept_messages_max) return { ...rest, items: all };
  const kept = all.slice(0, kept_messages_max).filter(({ id }) => id > 0);
  return { ...rest, items: kept, next_after: kept.at(-1)?.id ?? null };
};

/** With a newer page below; the far end is let go. */
export const withNewer = (known: History, { items, next_after = null }: Page): History => {
  const all = joined([...known.items, ...items]);
  const rest = { ...known, next_after, isLoading: false };
  if (all.length <= kept_messages_max) return { ...rest, items: all };
  const kept = all.slice(-kept_messages_max);
  return { ...rest, items: kept, next_before: kept.find(({ id }) => id > 0)?.id ?? null };
};
