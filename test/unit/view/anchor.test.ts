// A column that grows while someone reads it: only the reader moves what is held.
import { expect, test } from 'bun:test';
import type { Anchor, Column } from '../../../src/web/view/conversation/anchor';
import { correction, driftOf, isByReader } from '../../../src/web/view/conversation/anchor';

const view_px = 600;

/** Entries of these heights, one below the other, scrolled to `top_px`. */
const column = (
  heights: Record<string, number>,
  top_px: number,
  isWhole = true,
  line?: string,
): Column => {
  const all_px = Object.values(heights).reduce((sum, height) => sum + height, 0);
  const topOf = (key: string) => {
    let at = 0;
    for (const [name, height] of Object.entries(heights)) {
      if (name === key) return at - top_px;
      at += height;
    }
    return null;
  };
  const below_px = all_px - view_px - top_px;
  const line_px = () => (line === undefined ? null : topOf(line));
  return { top_px, height_px: all_px, below_px, isWhole, topOf, line_px };
};
const before = { a: 500, b: 500, c: 500, d: 500 };
const end_px = 2_000 - view_px;

test('at the end, a picture that grows is followed, however late its scroll event comes', () => {
  const grown = column({ ...before, b: 900, d: 800 }, end_px);
  expect(isByReader(grown, { top_px: end_px, height_px: 2_000 }, false)).toBe(false);
  expect(correction('end', grown, null)).toBe(700);
  expect(driftOf('end', grown)).toBe(700);
});

test('in the middle, what grows above does not move what is read', () => {
  const anchor: Anchor = { key: 'c', top: -100 };
  const top_px = 1_100;
  expect(correction(anchor, column(before, top_px), null)).toBe(0);
  expect(correction(anchor, column({ ...before, a: 750 }, top_px), null)).toBe(250);
  expect(correction(anchor, column({ ...before, d: 750 }, top_px), null)).toBe(0);
});

test('a reader who scrolls while something grows goes as far as they scrolled', () => {
  const anchor: Anchor = { key: 'c', top: -100 };
  const plain = column(before, 1_060);
  const left = { top_px: 1_100, height_px: 2_000 };
  expect([isByReader(plain, left, false), correction(anchor, plain, 1_100)]).toEqual([true, 0]);
  expect(isByReader(column({ ...before, a: 750 }, 1_060), left, true)).toBe(true);
  expect(correction(anchor, column({ ...before, a: 750 }, 1_060), 1_100)).toBe(250);
  // Up from the end.
  expect(correction('end', column(before, end_px - 40), end_px)).toBe(0);
  expect(correction('end', column({ ...before, a: 750 }, end_px - 40), end_px)).toBe(250);
});

test('a column that was shorter for a moment, and moved by itself, was moved by nobody', () => {
  const left = { top_px: end_px, height_px: 2_000 };
  // The last picture gave up its first place of 500 px and then took one of 600.
  const now = column({ ...before, d: 600 }, end_px - 300);
  expect(isByReader(now, left, false)).toBe(false);
  expect(correction('end', now, null)).toBe(400);
});

test('a view that becomes taller at the end pushes the column down, and nobody scrolled', () => {
  // The emoji below it had taken 336 px, and are closed by a press in the list.
  const left = { top_px: end_px + 336, height_px: 2_000 };
  const pushed = column(before, end_px);
  expect([isByReader(pushed, left, false), isByReader(pushed, left, true)]).toEqual([false, false]);
  expect(correction('end', pushed, null)).toBe(0);
  // Whoever scrolls up in the same moment is not at the end.
  expect(isByReader(column(before, end_px - 40), left, true)).toBe(true);
});

test('where the newest is not shown the end is no place, and what is gone holds nothing', () => {
  expect(driftOf('end', column(before, 0, false))).toBeNull();
  expect(correction('end', column(before, 40, false), 0)).toBe(0);
  expect(driftOf({ key: 'z', top: 0 }, column(before, 0))).toBeNull();
});

test('what came unseen is followed no further than to the line above it, however much comes', () => {
  const few = column({ ...before, e: 400 }, end_px, true, 'e');
  expect(driftOf('unread', few)).toBe(400);
  const many = { ...before, e: 400, f: 400, g: 400 };
  // The line is 600 px below the top of the view: there is no further way for it.
  expect(driftOf('unread', column(many, end_px, true, 'e'))).toBe(600);
  expect(driftOf('unread', column({ ...many, h: 9_000 }, end_px + 600, true, 'e'))).toBe(0);
  // Nor if the newest is not shown yet, and without a line there is nothing to hold.
  expect(driftOf('unread', column(many, end_px, false, 'e'))).toBe(600);
  expect(driftOf('unread', column(many, end_px))).toBeNull();
});
