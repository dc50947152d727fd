// Where a reader is in a long column. It stays where it is when pages come above or below, when
// pictures load and when the window changes; at the end it follows what comes.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const end_px = 48;

interface Anchor {
  key: string;
  top: number;
}

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

export interface Sight {
  /** The last entry that is in view. */
  last: string | undefined;
  above_px: number;
  below_px: number;
  isAtEnd: boolean;
}

/** `isWhole`: what comes next is shown; else the end of the column is not the end of it all. */
export const useScroll = (isWhole: boolean, onSight: (sight: Sight) => void) => {
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | 'end'>('end');
  const entries = () =>
    (box.current ?? document.body).querySelectorAll<HTMLElement>('.entry[data-key]');

  const look = () => {
    const log = box.current;
    if (!log) return;
    const { top, bottom } = log.getBoundingClientRect();
    const below_px = log.scrollHeight - log.scrollTop - log.clientHeight;
    const isAtEnd = isWhole && below_px < end_px;
    const all = entries();
    const entry = all[firstOf(all, (rect) => rect.bottom > top)];
    const key = entry?.dataset.key;
    if (isAtEnd) anchor.current = 'end';
    else if (entry && key) anchor.current = { key, top: entry.getBoundingClientRect().top - top };
    const last = all[firstOf(all, (rect) => rect.top > bottom - end_px) - 1]?.dataset.key;
    onSight({ last, above_px: log.scrollTop, below_px, isAtEnd });
  };

  const hold = () => {
    const log = box.current;
    if (!log) return;
    const { current } = anchor;
    if (current === 'end' && isWhole) log.scrollTop = log.scrollHeight;
    else if (current !== 'end') {
      const entry = [...entries()].find(({ dataset }) => dataset.key === current.key);
      if (!entry) return;
      const moved = entry.getBoundingClientRect().top - log.getBoundingClientRect().top;
      if (Math.abs(moved - current.top) >= 1) log.scrollTop += moved - current.top;
    }
  };

  const now = useRef({ look, hold });
  now.current = { look, hold };

  useLayoutEffect(() => {
    hold();
    look();
  });
  useEffect(() => {
    const log = box.current;
    if (!log) return;
    const watch = new ResizeObserver(() => now.current.hold());
    watch.observe(log);
    if (log.firstElementChild) watch.observe(log.firstElementChild);
    return () => watch.disconnect();
  }, []);

  return {
    box,
    look,
    /** False where it is not there. */
    goTo(find: string, block: ScrollLogicalPosition): boolean {
      const entry = box.current?.querySelector<HTMLElement>(find);
      entry?.scrollIntoView({ block });
      if (entry) look();
      return entry !== null && entry !== undefined;
    },
    goToEnd() {
      anchor.current = 'end';
      hold();
      look();
    },
  };
};
