// Keeps the reader's place in a long list while pages are added, contents or the window change size;
// at the end it follows new messages, those that came unseen only as far as the line above them stays
// in view. Only the reader's own scrolling moves the anchor, because a list that grows fires scroll
// events as well.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Anchor, Column } from './anchor';
import { correction, driftOf, isByReader } from './anchor';

const end_px = 48;
/** How long momentum scrolling may continue after the last touch or scroll event. */
const touched_ms = 1_000;
const unread_line = '.unread-line';
const TOUCHES = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

/** The index of the first message that `isWanted`, by binary search from top to bottom. */
const firstOf = (
  messages: NodeListOf<HTMLElement>,
  isWanted: (rect: DOMRect) => boolean,
): number => {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const message = messages[middle];
    if (message && isWanted(message.getBoundingClientRect())) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The bottom edge of the sticky date at the top of the view. */
const underDay = (element: HTMLElement): number => {
  const day = element.closest('section')?.querySelector<HTMLElement>('.day');
  if (!day) return 0;
  // A fraction of a pixel is a line of it.
  return Math.ceil(Number.parseFloat(getComputedStyle(day).top) + day.offsetHeight) + 1;
};

const messagesOf = (list: HTMLElement) =>
  list.querySelectorAll<HTMLElement>('.message-item[data-key]');

const columnOf = (list: HTMLElement, isWhole: boolean): Column => ({
  top_px: list.scrollTop,
  height_px: list.scrollHeight,
  below_px: list.scrollHeight - list.scrollTop - list.clientHeight,
  isWhole,
  topOf: (key) => {
    const message = [...messagesOf(list)].find(({ dataset }) => dataset.key === key);
    return message ? message.getBoundingClientRect().top - list.getBoundingClientRect().top : null;
  },
  line_px() {
    const line = list.querySelector<HTMLElement>(unread_line);
    if (!line) return null;
    const { top } = list.getBoundingClientRect();
    return line.getBoundingClientRect().top - top - underDay(line);
  },
});

/** The message at the top of the view, unless the view is at the end. */
const anchorAt = (list: HTMLElement, isWhole: boolean): Anchor => {
  if (isWhole && columnOf(list, isWhole).below_px < end_px) return 'end';
  const { top } = list.getBoundingClientRect();
  const messages = messagesOf(list);
  const message = messages[firstOf(messages, (rect) => rect.bottom > top)];
  const key = message?.dataset.key;
  return message && key ? { key, top: message.getBoundingClientRect().top - top } : 'end';
};

/** An element inside a message, at the start or in the middle of the view. */
const anchorOn = (list: HTMLElement, element: HTMLElement, block: 'start' | 'center') => {
  const message = element.closest<HTMLElement>('.message-item[data-key]');
  const key = message?.dataset.key;
  if (!message || !key) return null;
  const rect = element.getBoundingClientRect();
  const above = block === 'start' ? underDay(element) : (list.clientHeight - rect.height) / 2;
  return { key, top: above - (rect.top - message.getBoundingClientRect().top) };
};

export interface View {
  /** The last message that is in view. */
  last: string | undefined;
  above_px: number;
  below_px: number;
  isAtEnd: boolean;
  /** The reader went there a moment ago. */
  isByHand: boolean;
}

const viewOf = (list: HTMLElement, isWhole: boolean): Omit<View, 'isByHand'> => {
  const { bottom } = list.getBoundingClientRect();
  const { top_px, below_px } = columnOf(list, isWhole);
  const messages = messagesOf(list);
  const last = messages[firstOf(messages, (rect) => rect.top > bottom - end_px) - 1]?.dataset.key;
  return { last, above_px: top_px, below_px, isAtEnd: isWhole && below_px < end_px };
};

type Box = RefObject<HTMLDivElement | null>;

/** Calls `onResize` when the list or its content changes size, and `onTouch` on the reader's hand. */
const useWatch = (box: Box, onResize: () => void, onTouch: () => void) => {
  const now = useRef({ onResize, onTouch });
  now.current = { onResize, onTouch };
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const watch = new ResizeObserver(() => now.current.onResize());
    watch.observe(list);
    if (list.firstElementChild) watch.observe(list.firstElementChild);
    const touch = () => now.current.onTouch();
    for (const name of TOUCHES) list.addEventListener(name, touch, { passive: true });
    return () => {
      watch.disconnect();
      for (const name of TOUCHES) list.removeEventListener(name, touch);
    };
  }, []);
};

/** What the reader looks at, and how the list is moved so that it stays in place. */
const useAnchor = (box: Box, isWhole: boolean) => {
  const anchor = useRef<Anchor>('end');
  const left = useRef({ top_px: 0, height_px: 0, touched_at: Number.NEGATIVE_INFINITY });

  const move = (list: HTMLElement, by_px: number) => {
    if (Math.abs(by_px) >= 1) list.scrollTop += by_px;
    left.current.top_px = list.scrollTop;
    left.current.height_px = list.scrollHeight;
  };
  return {
    set(next: Anchor) {
      anchor.current = next;
    },
    /** Nothing is unseen any more. What was read elsewhere, while this page was hidden, is skipped. */
    release() {
      const list = box.current;
      if (!list || anchor.current !== 'unread') return;
      anchor.current = document.visibilityState === 'hidden' ? 'end' : anchorAt(list, isWhole);
    },
    touched() {
      left.current.touched_at = performance.now();
    },
    /** Goes there, wherever the reader is. */
    place(next: Anchor) {
      const list = box.current;
      anchor.current = next;
      if (list) move(list, driftOf(next, columnOf(list, isWhole)) ?? 0);
    },
    /**
     * Keeps the reader's place. True if they have scrolled since: what is drawn may be earlier than
     * the event of that, and must not undo it.
     */
    hold(): boolean {
      const list = box.current;
      if (!list) return false;
      const column = columnOf(list, isWhole);
      const { top_px, touched_at } = left.current;
      const isTouched = performance.now() - touched_at < touched_ms;
      const isTheirs = isByReader(column, left.current, isTouched);
      if (isTheirs && isTouched) left.current.touched_at = performance.now();
      const isGone = driftOf(anchor.current, column) === null && anchor.current !== 'end';
      move(list, correction(anchor.current, column, isTheirs ? top_px : null));
      // The message that was held is no longer there.
      if (isTheirs || isGone) anchor.current = anchorAt(list, isWhole);
      return isTheirs;
    },
  };
};

interface Shown {
  /** What comes next is shown; else the end of the column is not the end of it all. */
  isWhole: boolean;
  /** Something below the unread line came while nobody looked, and was not on the screen yet. */
  hasUnseen: boolean;
}

export const useScroll = ({ isWhole, hasUnseen }: Shown, onView: (view: View) => void) => {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ isAtEnd: true, newest: undefined as string | undefined });
  const anchor = useAnchor(box, isWhole);

  const report = (isByHand = false) => {
    const list = box.current;
    if (!list) return;
    const view = viewOf(list, isWhole);
    before.current.isAtEnd = view.isAtEnd;
    onView({ ...view, isByHand });
  };
  const holdAndReport = () => report(anchor.hold());
  const goAndReport = (wanted: Anchor) => {
    anchor.place(wanted);
    report(true);
  };
  const find = (selector: string, block: 'start' | 'center'): Anchor | null => {
    const list = box.current;
    const element = list?.querySelector<HTMLElement>(selector);
    return list && element ? anchorOn(list, element, block) : null;
  };
  useLayoutEffect(() => {
    const newest = [...(box.current ? messagesOf(box.current) : [])].at(-1)?.dataset.key;
    // A reader who sees the end follows new messages, wherever they began to read.
    const { isAtEnd, newest: known } = before.current;
    if (isAtEnd && newest !== known && (isWhole || hasUnseen)) {
      anchor.set(hasUnseen ? 'unread' : 'end');
    }
    if (!hasUnseen) anchor.release();
    before.current.newest = newest;
    holdAndReport();
  });
  useWatch(box, holdAndReport, anchor.touched);

  return {
    box,
    report,
    onScroll: holdAndReport,
    /** At the first unread message, or at the end. */
    open() {
      anchor.place(find(unread_line, 'start') ?? 'end');
      report();
    },
    /** False if it is not there. */
    goTo(selector: string): boolean {
      const wanted = find(selector, 'center');
      if (wanted) goAndReport(wanted);
      return wanted !== null;
    },
    goToEnd: () => goAndReport('end'),
  };
};
