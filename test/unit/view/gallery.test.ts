// The gallery as rows: by month, the newest first, and only those in view.
import { expect, test } from 'bun:test';
import type { Item } from '../../../src/web/model/messages/item';
import { heightOf, movedBy, rowsBetween, rowsOf } from '../../../src/web/view/gallery/rows';
import { endOf } from '../../../src/web/view/viewer/zoom';

const picture = (id: number, at: string) => ({ id, at }) as Item;
const month = (at: string) => at.slice(0, 7);
const sizes = { columns: 3, row_px: 100, month_px: 40 };

test('pictures stand by month, so many beside each other, and a month begins a line', () => {
  const items = [
    ...[9, 8, 7, 6].map((id) => picture(id, '2026-05-20')),
    ...[5, 4].map((id) => picture(id, '2026-04-02')),
  ];
  const rows = rowsOf(items, month, sizes);
  expect(
    rows.map((row) => ('month' in row ? row.month : row.items.map(({ id }) => id).join())),
  ).toEqual(['2026-05', '9,8,7', '6', '2026-04', '5,4']);
  expect(rows.map(({ top }) => top)).toEqual([0, 40, 140, 240, 280]);
  expect([heightOf(rows), heightOf([])]).toEqual([380, 0]);
  // More that come later stand below: what is looked at stays where it is.
  const more = rowsOf([...items, picture(3, '2026-04-01')], month, sizes);
  expect(more.slice(0, 4).map(({ key, top }) => [key, top])).toEqual(
    rows.slice(0, 4).map(({ key, top }) => [key, top]),
  );
});

test('of five thousand pictures only those in view are drawn', () => {
  const items = Array.from({ length: 5_000 }, (_, at) =>
    picture(5_000 - at, `20${26 - Math.floor(at / 1_000)}-01-01`),
  );
  const rows = rowsOf(items, month, sizes);
  for (const from_px of [-500, 0, 33_333, heightOf(rows) - 800]) {
    const shown = rowsBetween(rows, from_px, from_px + 800);
    expect(shown.length).toBeLessThan(14);
    const isSeen = rows.filter(({ top, height }) => top + height > from_px && top < from_px + 800);
    expect(shown).toEqual(isSeen);
  }
  expect(rowsBetween(rows, 1e9, 2e9)).toEqual([]);
  expect(rowsBetween([], 0, 100)).toEqual([]);
});

test('a picture that comes while one looks further down moves nothing of what is looked at', () => {
  const all = (newest: number) =>
    Array.from({ length: newest }, (_, at) => picture(newest - at, '2026-05-20'));
  const before = rowsOf(all(30), month, sizes);
  // Two of three stand beside each other as before; with the third a line more is above.
  const at_px = 40 + 5 * 100 + 30;
  expect(
    [31, 32, 33].map((newest) => movedBy(before, at_px, rowsOf(all(newest), month, sizes))),
  ).toEqual([0, 0, 100]);
  const ofNextMonth = rowsOf([picture(99, '2026-06-01'), ...all(30)], month, sizes);
  expect(movedBy(before, at_px, ofNextMonth)).toBe(140);
  // What was deleted meanwhile holds nothing.
  expect(movedBy(before, at_px, rowsOf(all(3), month, sizes))).toBe(0);
  expect(movedBy([], 0, before)).toBe(0);
});

test('a finger that leaves a picture says where to: aside, away, nowhere, or it was a press', () => {
  expect([endOf(0, 0), endOf(4, -5)]).toEqual(['press', 'press']);
  expect([endOf(80, 10), endOf(-80, 10)]).toEqual([-1, 1]);
  expect([endOf(30, 0), endOf(10, 100), endOf(-80, 90)]).toEqual([null, null, null]);
  expect([endOf(20, 130), endOf(20, -130)]).toEqual(['away', 'away']);
});
