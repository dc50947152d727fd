// The gallery as rows of known heights, so that only those in view are drawn, however many there are.
import type { Item } from '../../model/messages/item';

/** A month's name, or what stands beside each other. */
export type Row = { key: string; top: number; height: number } & (
  | { month: string }
  | { items: Item[] }
);

interface Sizes {
  columns: number;
  row_px: number;
  month_px: number;
}

/** `items`: the newest first. */
export const rowsOf = (items: Item[], monthOf: (at: string) => string, sizes: Sizes): Row[] => {
  const { columns, row_px, month_px } = sizes;
  const rows: Row[] = [];
  let [top, month] = [0, ''];
  let last: Item[] | null = null;
  for (const item of items) {
    const name = monthOf(item.at);
    if (name !== month) {
      month = name;
      last = null;
      rows.push({ key: `month ${name}`, top, height: month_px, month: name });
      top += month_px;
    }
    if (last === null || last.length === columns) {
      last = [];
      rows.push({ key: `row ${item.id}`, top, height: row_px, items: last });
      top += row_px;
    }
    last.push(item);
  }
  return rows;
};

export const heightOf = (rows: Row[]): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height : 0;
};

/** How far what stood at the top of the view has moved in other rows, by its first; 0 if it is gone. */
export const movedBy = (before: Row[], top_px: number, rows: Row[]): number => {
  const seen = before.find((row) => 'items' in row && row.top + row.height > top_px);
  const first = seen && 'items' in seen ? seen.items[0] : undefined;
  if (seen === undefined || first === undefined) return 0;
  const now = rows.find((row) => 'items' in row && row.items.some(({ id }) => id === first.id));
  return now ? now.top - seen.top : 0;
};

/** Those between two places, by search in halves. */
export const rowsBetween = (rows: Row[], from_px: number, to_px: number): Row[] => {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.top + row.height > from_px) high = middle;
    else low = middle + 1;
  }
  const end = rows.findIndex(({ top }, at) => at >= low && top >= to_px);
  return rows.slice(low, end < 0 ? rows.length : end);
};
