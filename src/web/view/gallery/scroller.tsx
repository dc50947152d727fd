// A long list of which only what is in view exists.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Row } from './rows';
import { heightOf, movedBy, rowsBetween } from './rows';

/** Above and below what is seen. */
const beyond_px = 500;
/** That close to the end more is loaded. */
const near_px = 1_500;

interface Box {
  top: number;
  height: number;
  width: number;
}

interface Props {
  label: string;
  rowsFor: (width_px: number) => Row[];
  draw: (row: Row) => ComponentChildren;
  /** The end is near, after each drawing. */
  onEnd: () => void;
  children: ComponentChildren;
}

export const Scroller = ({ label, rowsFor, draw, onEnd, children }: Props) => {
  const element = useRef<HTMLElement>(null);
  const [box, setBox] = useState<Box>({ top: 0, height: 0, width: 0 });
  const look = () => {
    const { current } = element;
    if (current === null) return;
    const { scrollTop: top, clientHeight: height, clientWidth } = current;
    const style = getComputedStyle(current);
    const sides = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    setBox({ top, height, width: clientWidth - sides });
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const watch = new ResizeObserver(look);
    watch.observe(current);
    return () => watch.disconnect();
  }, []);
  const rows = useMemo(() => (box.width > 0 ? rowsFor(box.width) : []), [box.width, rowsFor]);
  const whole = heightOf(rows);
  const before = useRef(rows);
  // What comes stands above it all: the reader goes on where they were.
  useLayoutEffect(() => {
    const known = before.current;
    before.current = rows;
    const list = element.current;
    if (list && list.scrollTop > 0) list.scrollTop += movedBy(known, list.scrollTop, rows);
  }, [rows]);
  const shown = rowsBetween(rows, box.top - beyond_px, box.top + box.height + beyond_px);
  useEffect(() => {
    if (box.height > 0 && whole - box.top - box.height < near_px) onEnd();
  });
  return (
    <section
      ref={element}
      class="gallery-list"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      onScroll={look}
    >
      <div class="gallery-rows" style={{ height: `${whole}px` }}>
        {shown.map((row) => (
          <div
            key={row.key}
            class="gallery-row"
            style={{ top: `${row.top}px`, height: `${row.height}px` }}
          >
            {draw(row)}
          </div>
        ))}
      </div>
      {children}
    </section>
  );
};
