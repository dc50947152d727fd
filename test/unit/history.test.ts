// The window that slides over a conversation: without a gap, nothing twice, never too large.
import { expect, test } from 'bun:test';
import { EMPTY, insert, withNewer, withOlder } from '../../src/web/model/messages/window-rules';
import type { History, Item } from '../../src/web/model/state';

const item = (id: number, more: Partial<Item> = {}): Item => ({
  id,
  client_id: `mid ${id}`,
  sender_id: 1,
  receiver_id: 2,
  text: `message ${id}`,
  at: new Date(id).toISOString(),
  isSealed: true,
  key_id: null,
  trouble: null,
  state: 'sent',
  progress: null,
  isRead: false,
  read_at: null,
  edited_at: null,
  reply_to: null,
  reactions: [],
  file: null,
  ...more,
});
const some = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => item(from + at));
const around = (from: number, to: number): History => ({
  ...EMPTY,
  items: some(from, to),
  next_before: from,
  next_after: to,
});
const ids = ({ items }: History) => items.map(({ id }) => id);

test('what lies beyond either end of the window is left where it is', () => {
  const known = around(50, 60);
  expect(insert(known, item(61))).toBe(known);
  expect(insert(known, item(49))).toBe(known);
  const unsent = insert(known, item(0, { client_id: 'unsent' }));
  expect(unsent).toBe(known);
  const atEnd = { ...known, next_after: null };
  expect(ids(insert(atEnd, item(61)))).toEqual([...ids(known), 61]);
  expect(ids(insert(insert(atEnd, item(0, { client_id: 'unsent' })), item(61)))).toEqual([
    ...ids(known),
    61,
    0,
  ]);
});

test('one mid is shown once, and only its own sender can use it', () => {
  const known = { ...around(1, 3), next_after: null, next_before: null };
  const replayed = insert(known, item(9, { client_id: 'mid 2', text: 'again' }));
  expect(replayed).toBe(known);
  const other = insert(known, item(4, { client_id: 'mid 2', sender_id: 2, receiver_id: 1 }));
  expect(ids(other)).toEqual([1, 2, 3, 4]);
  const draft = insert(known, item(0, { client_id: 'mid 5', state: 'sending' }));
  expect(ids(insert(draft, item(5)))).toEqual([1, 2, 3, 5]);
});

test('a message that was read stays read, whichever answer comes last', () => {
  const known = { ...around(1, 2), next_after: null };
  const read = insert(known, item(2, { isRead: true, read_at: 'then' }));
  const late = insert(read, item(2, { isRead: false, text: 'edited' }));
  expect(late.items[1]).toMatchObject({ isRead: true, read_at: 'then', text: 'edited' });
});

test('pages on one end let the other go, and it is found again', () => {
  let known = around(501, 600);
  for (let from = 471; from > 171; from -= 30) {
    known = withOlder(known, { items: some(from, from + 29), next_before: from });
  }
  expect(known.items).toHaveLength(200);
  expect(known.next_after).toBe(known.items.at(-1)?.id ?? 0);
  for (let at = known.next_after ?? 0; at < 600; at += 30) {
    const to = Math.min(600, at + 30);
    const next_after = to === 600 ? null : to;
    known = withNewer(known, { items: some(at + 1, to), next_after });
  }
  expect(known.next_after).toBeNull();
  expect(known.next_before).toBe(known.items[0]?.id ?? 0);
  expect(ids(known)).toEqual(some(401, 600).map(({ id }) => id));
});
