// Lays the pictures of an album out: rows that fill the width, whose pictures keep nearly their shapes.

/** A tile is never narrower or wider than this, as width through height. */
const ratio_min = 0.6;
const ratio_max = 1.9;
const row_pictures_max = 4;
const rows_max = 4;
/** Of the whole, as height through width. */
const height_wanted = 1;

export const tileRatio = (width: number, height: number): number =>
  Math.min(ratio_max, Math.max(ratio_min, width / height));

/** All ways to fill rows, in order. */
const partitions = (count: number, rows: number): number[][] => {
  if (count === 0) return [[]];
  if (rows === 0) return [];
  return Array.from({ length: Math.min(row_pictures_max, count) }, (_, at) => at + 1).flatMap(
    (first) => partitions(count - first, rows - 1).map((rest) => [first, ...rest]),
  );
};

const rowsOf = (ratios: number[], sizes: number[]): number[][] => {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return ratios.slice(at - size, at);
  });
};

const sum = (all: number[]): number => all.reduce((total, each) => total + each, 0);

/** How far from what one likes to look at: nearly square as a whole, in rows of similar heights. */
const cost = (rows: number[][]): number => {
  const heights = rows.map((row) => 1 / sum(row));
  const uneven = Math.max(...heights) / Math.min(...heights) - 1;
  return Math.abs(sum(heights) - height_wanted) * 2 + uneven * 0.25;
};

/** By the ratios of the pictures, in their order: those of each row, the rows from top to bottom. */
export const mosaic = (ratios: number[]): number[][] => {
  const all = partitions(ratios.length, rows_max).map((sizes) => rowsOf(ratios, sizes));
  return all.reduce((best, rows) => (cost(rows) < cost(best) ? rows : best), all[0] ?? []);
};

/** Height through width of the whole. */
export const heightOf = (rows: number[][]): number => sum(rows.map((row) => 1 / sum(row)));
