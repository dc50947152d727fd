// Where a reader is in a long column. It stays where it is when pages come above or below, when
// something changes its size and when the window does; at the end it follows what comes. Only the
// reader's own scrolling changes what is held: a column that grows tells of a scroll as well.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Anchor, Column } from './anchor';
import { correction, driftOf, isByReader } from './anchor';

const end_px = 48;
/** As long a column may roll on after a hand has left it, or after it was seen to roll. */
const touched_ms = 1_000;
const TOUCHES = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

/** The first of the entries, which lie one below the other, that `isMeant`. */
const firstOf = (entries: NodeListOf<HTMLElement>, isMeant: (rect: DOMRect) => boolean): number => {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && isMeant(entry.getBoundingClientRect())) high = middle;
    else low = middle + 1;
  }
  return low;
};

const entriesOf = (log: HTMLElement) => log.querySelectorAll<HTMLElement>('.entry[data-key]');

const columnOf = (log: HTMLElement, isWhole: boolean): Column => ({
  top_px: log.scrollTop,
  height_px: log.scrollHeight,
  below_px: log.scrollHeight - log.scrollTop - log.clientHeight,
  isWhole,
  topOf: (key) => {
    const entry = [...entriesOf(log)].find(({ dataset }) => dataset.key === key);
    return entry ? entry.getBoundingClientRect().top - log.getBoundingClientRect().top : null;
  },
});

/** What is at the top of the view, unless the view is at the end. */
const anchorAt = (log: HTMLElement, isWhole: boolean): Anchor => {
  if (isWhole && columnOf(log, isWhole).below_px < end_px) return 'end';
  const { top } = log.getBoundingClientRect();
  const entries = entriesOf(log);
  const entry = entries[firstOf(entries, (rect) => rect.bottom > top)];
  const key = entry?.dataset.key;
  return entry && key ? { key, top: entry.getBoundingClientRect().top - top } : 'end';
};

/** An element inside an entry, at the start or in the middle of the view. */
const anchorOn = (log: HTMLElement, element: HTMLElement, block: 'start' | 'center') => {
  const entry = element.closest<HTMLElement>('.entry[data-key]');
  const key = entry?.dataset.key;
  if (!entry || !key) return null;
  const rect = element.getBoundingClientRect();
  const above = block === 'start' ? 0 : (log.clientHeight - rect.height) / 2;
  return { key, top: above - (rect.top - entry.getBoundingClientRect().top) };
};

export interface Sight {
  /** The last entry that is in view. */
  last: string | undefined;
  above_px: number;
  below_px: number;
  isAtEnd: boolean;
}

const sightOf = (log: HTMLElement, isWhole: boolean): Sight => {
  const { bottom } = log.getBoundingClientRect();
  const { top_px, below_px } = columnOf(log, isWhole);
  const entries = entriesOf(log);
  const last = entries[firstOf(entries, (rect) => rect.top > bottom - end_px) - 1]?.dataset.key;
  return { last, above_px: top_px, below_px, isAtEnd: isWhole && below_px < end_px };
};

/** `isWhole`: what comes next is shown; else the end of the column is not the end of it all. */
export const useScroll = (isWhole: boolean, onSight: (sight: Sight) => void) => {
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>('end');
  const left = useRef({ top_px: 0, height_px: 0, touched_at: Number.NEGATIVE_INFINITY });
  const before = useRef({ isAtEnd: true, newest: undefined as string | undefined });

  const move = (log: HTMLElement, by_px: number) => {
    if (Math.abs(by_px) >= 1) log.scrollTop += by_px;
    left.current.top_px = log.scrollTop;
    left.current.height_px = log.scrollHeight;
  };
  const hold = () => {
    const log = box.current;
    if (!log) return;
    const drift = driftOf(anchor.current, columnOf(log, isWhole));
    move(log, drift ?? 0);
    // What was held is no longer there.
    if (drift === null && anchor.current !== 'end') anchor.current = anchorAt(log, isWhole);
  };
  const look = () => {
    const log = box.current;
    if (!log) return;
    const sight = sightOf(log, isWhole);
    before.current.isAtEnd = sight.isAtEnd;
    onSight(sight);
  };
  const onScroll = () => {
    const log = box.current;
    if (!log) return;
    const column = columnOf(log, isWhole);
    const { top_px, touched_at } = left.current;
    const isTouched = performance.now() - touched_at < touched_ms;
    const isTheirs = isByReader(column, left.current, isTouched);
    if (isTheirs && isTouched) left.current.touched_at = performance.now();
    move(log, correction(anchor.current, column, isTheirs ? top_px : null));
    if (isTheirs) anchor.current = anchorAt(log, isWhole);
    look();
  };

  const now = useRef({ look, hold });
  now.current = { look, hold };

  useLayoutEffect(() => {
    const newest = [...(box.current ? entriesOf(box.current) : [])].at(-1)?.dataset.key;
    // Whoever sees the end sees what comes to it, wherever they began to read.
    if (isWhole && before.current.isAtEnd && newest !== before.current.newest)
      anchor.current = 'end';
    before.current.newest = newest;
    hold();
    look();
  });
  useEffect(() => {
    const log = box.current;
    if (!log) return;
    const watch = new ResizeObserver(() => {
      now.current.hold();
      now.current.look();
    });
    watch.observe(log);
    if (log.firstElementChild) watch.observe(log.firstElementChild);
    const touch = () => {
      left.current.touched_at = performance.now();
    };
    for (const name of TOUCHES) log.addEventListener(name, touch, { passive: true });
    return () => {
      watch.disconnect();
      for (const name of TOUCHES) log.removeEventListener(name, touch);
    };
  }, []);

  return {
    box,
    look,
    onScroll,
    /** False if it is not there. */
    goTo(find: string, block: 'start' | 'center'): boolean {
      const log = box.current;
      const element = log?.querySelector<HTMLElement>(find);
      const wanted = log && element ? anchorOn(log, element, block) : null;
      if (!wanted) return false;
      anchor.current = wanted;
      hold();
      look();
      return true;
    },
    goToEnd() {
      anchor.current = 'end';
      hold();
      look();
    },
  };
};
