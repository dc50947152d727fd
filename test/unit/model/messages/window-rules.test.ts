// The window that slides over a conversation: without a gap, nothing twice, never too large.
import { expect, test } from 'bun:test';
import type { MessageRef, Window } from '../../../../src/web/model/messages/window/window-rules';
import {
  EMPTY,
  insert,
  withNewer,
  withNewest,
  withOlder,
} from '../../../../src/web/model/messages/window/window-rules';

const ref = (id: number, key = `1 mid ${id}`): MessageRef => ({ id, key, order: 0 });
const unsent = (name: string, order = 1): MessageRef => ({ id: 0, key: `1 ${name}`, order });
const some = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ref(from + at));
const around = (from: number, to: number): Window => ({
  ...EMPTY,
  isStale: false,
  refs: some(from, to),
  next_before: from,
  next_after: to,
});
const ids = ({ refs }: Window) => refs.map(({ id }) => id);

test('what lies beyond either end of the window is left where it is', () => {
  const known = around(50, 60);
  expect(insert(known, ref(61))).toBe(known);
  expect(insert(known, ref(49))).toBe(known);
  expect(insert(known, unsent('draft'))).toBe(known);
  const atEnd = { ...known, next_after: null };
  expect(ids(insert(atEnd, ref(61)))).toEqual([...ids(known), 61]);
  expect(ids(insert(insert(atEnd, unsent('draft')), ref(61)))).toEqual([...ids(known), 61, 0]);
});

test('behind an end that is not known nothing is put but what is written here', () => {
  const stale = { ...around(1, 3), next_after: null, isStale: true };
  expect(insert(stale, ref(9))).toBe(stale);
  expect(insert(EMPTY, ref(1))).toBe(EMPTY);
  expect(ids(insert(stale, unsent('draft')))).toEqual([1, 2, 3, 0]);
});

test('a message that is sent takes its ref, and those that are not stay in their order', () => {
  const known = { ...around(1, 3), next_after: null };
  const two = insert(insert(known, unsent('b', 2)), unsent('a', 1));
  expect(insert(two, ref(4, '1 a')).refs.slice(3)).toEqual([ref(4, '1 a'), unsent('b', 2)]);
  expect(insert(two, ref(3))).toBe(two);
});

test('the newest page joins what is above it, and lets go of what a gap parts from it', () => {
  const known = { ...around(10, 40), next_after: null, isStale: true };
  const joined = withNewest(known, { refs: some(35, 50), next_before: 35 });
  expect([ids(joined), joined.next_before, joined.isStale]).toEqual([
    some(10, 50).map(({ id }) => id),
    10,
    false,
  ]);
  const parted = withNewest(known, { refs: some(60, 70), next_before: 60 });
  expect([ids(parted), parted.next_before]).toEqual([some(60, 70).map(({ id }) => id), 60]);
  // A message of the page's own range that it does not have is no more.
  const gone = withNewest(known, { refs: [ref(35), ref(37)], next_before: 35 });
  expect(ids(gone).slice(-3)).toEqual([34, 35, 37]);
});

test('pages on one end let the other go, and it is found again', () => {
  let known = around(501, 600);
  for (let from = 471; from > 171; from -= 30) {
    known = withOlder(known, { refs: some(from, from + 29), next_before: from });
  }
  expect(known.refs).toHaveLength(200);
  expect(known.next_after).toBe(known.refs.at(-1)?.id ?? 0);
  for (let at = known.next_after ?? 0; at < 600; at += 30) {
    const to = Math.min(600, at + 30);
    const next_after = to === 600 ? null : to;
    known = withNewer(known, { refs: some(at + 1, to), next_after });
  }
  expect(known.next_after).toBeNull();
  expect(known.next_before).toBe(known.refs[0]?.id ?? 0);
  expect(ids(known)).toEqual(some(401, 600).map(({ id }) => id));
});
