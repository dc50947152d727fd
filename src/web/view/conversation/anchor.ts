// Scroll anchoring: what the reader looks at, and how far to scroll so that it stays in place.

/**
 * The end; the end, but no further than to where the unread line is at the top of the view; or a message
 * and its distance from the top of the view.
 */
export type Anchor = 'end' | 'unread' | { key: string; top: number };

/** The column as it is laid out now; lengths in pixels. */
export interface Column {
  /** How far it is scrolled. */
  top_px: number;
  height_px: number;
  /** How much of it is below the view. */
  below_px: number;
  /** What comes next is shown; else the end of the column is not the end of it all. */
  isWhole: boolean;
  /** The distance of a message from the top of the view; null if it is not there. */
  topOf: (key: string) => number | null;
  /** How far the unread line is below its place at the top of the view; null if there is none. */
  line_px: () => number | null;
}

/** How far the anchor has moved from its place; null if that is unknown. */
export const driftOf = (anchor: Anchor, column: Column): number | null => {
  if (anchor === 'end') return column.isWhole ? column.below_px : null;
  if (anchor === 'unread') {
    const line_px = column.line_px();
    return line_px === null ? null : Math.min(line_px, column.below_px);
  }
  const top = column.topOf(anchor.key);
  return top === null ? null : top - anchor.top;
};

/** The column after the last scroll event. */
export interface Left {
  top_px: number;
  height_px: number;
}

/**
 * A column that becomes shorter scrolls by itself, and the event may come after it has grown again; one
 * at whose end the view becomes taller is pushed down. If the height has changed, it was the reader only
 * if they touched it.
 */
export const isByReader = (column: Column, left: Left, isTouched: boolean): boolean => {
  const isPushed = column.below_px < 1 && column.top_px < left.top_px;
  if (isPushed || Math.abs(column.top_px - left.top_px) < 1) return false;
  return column.height_px === left.height_px || isTouched;
};

/**
 * What to add to the scroll position after a scroll event. If nobody scrolled, the anchor goes back to
 * its place. If the reader scrolled, from `before_px`, only what a change of size added is undone.
 */
export const correction = (anchor: Anchor, column: Column, before_px: number | null): number => {
  const drift = driftOf(anchor, column);
  if (drift === null) return 0;
  return before_px === null ? drift : drift + column.top_px - before_px;
};
