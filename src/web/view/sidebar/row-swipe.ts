// A swipe on a row of the list uncovers what can be done with it: to the left what puts it out of sight,
// to the right what marks it. A press on what is uncovered does it; anything else covers it again.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Of one of the buttons that lie below a row. */
export const act_px = 76;
const begin_px = 12;
/** The edge of the screen is the browser's own: a step back. */
const edge_px = 24;

type Uncovered = 'start' | 'end' | null;

interface Swipe {
  id: number;
  x: number;
  y: number;
  /** Where the row was when the finger came. */
  from_px: number;
  isOn: boolean;
  by_px: number;
}

/** Up to its buttons it follows the finger, then slower; where there are none it stays. */
export const pulledTo = (by_px: number, counts: { start: number; end: number }): number => {
  const most_px = (by_px > 0 ? counts.start : counts.end) * act_px;
  const far_px = Math.abs(by_px);
  if (most_px === 0) return 0;
  const shown_px = far_px <= most_px ? far_px : most_px + (far_px - most_px) / 5;
  return Math.sign(by_px) * shown_px;
};

/** Half of one button is enough to stay open. */
export const openAfter = (by_px: number): Uncovered => {
  if (Math.abs(by_px) < act_px / 2) return null;
  return by_px > 0 ? 'start' : 'end';
};

export const useRowSwipe = (counts: { start: number; end: number }) => {
  const [open, setOpen] = useState<Uncovered>(null);
  const [by_px, setBy] = useState<number | null>(null);
  const swipe = useRef<Swipe | null>(null);
  const row = useRef<HTMLLIElement>(null);
  const restOf = (side: Uncovered) =>
    side === null ? 0 : side === 'start' ? counts.start * act_px : -counts.end * act_px;
  useLayoutEffect(() => {
    if (open === null) return;
    const beside = ({ target }: Event) => row.current?.contains(target as Node) || setOpen(null);
    addEventListener('pointerdown', beside, true);
    return () => removeEventListener('pointerdown', beside, true);
  }, [open]);
  const end = (event: PointerEvent) => {
    const known = swipe.current;
    swipe.current = null;
    if (!known?.isOn) return;
    setOpen(event.type === 'pointerup' ? openAfter(known.by_px) : null);
    setBy(null);
  };
  return {
    row,
    open,
    close: () => setOpen(null),
    /** Where the row is now; while a finger holds it it does not glide. */
    shift_px: by_px ?? restOf(open),
    isHeld: by_px !== null,
    handlers: {
      onPointerDown(event: PointerEvent) {
        const { pointerType, isPrimary, pointerId: id, clientX: x, clientY: y } = event;
        const isMeant = pointerType === 'touch' && isPrimary && x > edge_px;
        swipe.current = isMeant ? { id, x, y, from_px: restOf(open), isOn: false, by_px: 0 } : null;
      },
      onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
        const known = swipe.current;
        if (known === null || event.pointerId !== known.id) return;
        const [dx, dy] = [event.clientX - known.x, event.clientY - known.y];
        const isSideways = Math.abs(dx) > begin_px && Math.abs(dx) > 1.5 * Math.abs(dy);
        if (!known.isOn && !isSideways) return;
        if (!known.isOn) event.currentTarget.setPointerCapture(known.id);
        known.isOn = true;
        known.by_px = pulledTo(known.from_px + dx, counts);
        setBy(known.by_px);
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
};
