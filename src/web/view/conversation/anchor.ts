// What a reader looks at, and how far the column has to be scrolled so that it stays where it was.

/** The end, or an entry and how far below the top of the view it is to be. */
export type Anchor = 'end' | { key: string; top: number };

/** The column as it lies now; lengths in pixels. */
export interface Column {
  /** How far it is scrolled. */
  top_px: number;
  height_px: number;
  /** How much of it is below the view. */
  below_px: number;
  /** What comes next is shown; else the end of the column is not the end of it all. */
  isWhole: boolean;
  /** How far below the top of the view an entry is; null if it is not there. */
  topOf: (key: string) => number | null;
}

/** How far what is anchored has gone from its place; null if nothing can be said. */
export const driftOf = (anchor: Anchor, column: Column): number | null => {
  if (anchor === 'end') return column.isWhole ? column.below_px : null;
  const top = column.topOf(anchor.key);
  return top === null ? null : top - anchor.top;
};

/** How the column was left by the last scrolling. */
export interface Left {
  top_px: number;
  height_px: number;
}

/**
 * A column that becomes shorter moves by itself, and tells of it only after it has grown again: if
 * its height has changed, it was the reader only if a hand was on it.
 */
export const isByReader = (column: Column, left: Left, isTouched: boolean): boolean =>
  Math.abs(column.top_px - left.top_px) >= 1 && (column.height_px === left.height_px || isTouched);

/**
 * What is to be added to the scroll position after a scroll event. Scrolled by nobody: what is
 * anchored goes back to its place. Scrolled by the reader, who was at `before_px`: only what a
 * change of size added to it is taken back.
 */
export const correction = (anchor: Anchor, column: Column, before_px: number | null): number => {
  const drift = driftOf(anchor, column);
  if (drift === null) return 0;
  return before_px === null ? drift : drift + column.top_px - before_px;
};
