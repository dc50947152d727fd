// A swipe to the right on a touch screen answers the message: it follows the finger, and goes back.
import { useRef } from 'preact/hooks';

const begin_px = 12;
/** From there on it answers. */
const far_px = 56;
const most_px = 72;
/** The edge of the screen is the browser's own: a step back. */
const edge_px = 24;

interface Swipe {
  id: number;
  x: number;
  y: number;
  isOn: boolean;
  by_px: number;
}

/** Horizontal enough: else the list is scrolled. */
export const isSideways = (dx: number, dy: number): boolean =>
  dx > begin_px && dx > 1.5 * Math.abs(dy);

/** The farther, the slower. */
export const pullOf = (dx: number): number =>
  Math.min(most_px, dx <= far_px ? dx : far_px + (dx - far_px) / 4);

export const useSwipe = (onSwipe: (() => void) | null) => {
  const swipe = useRef<Swipe | null>(null);
  const show = (body: HTMLElement, by_px: number, isHeld: boolean) => {
    const row = body.closest<HTMLElement>('.bubble');
    if (!row) return;
    row.style.setProperty('--pulled', `${by_px}px`);
    row.dataset.pulled = isHeld ? (by_px >= far_px ? 'far' : 'near') : '';
  };
  const end = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const known = swipe.current;
    swipe.current = null;
    if (!known?.isOn) return;
    show(event.currentTarget, 0, false);
    if (event.type === 'pointerup' && known.by_px >= far_px) onSwipe?.();
  };
  return {
    onPointerDown(event: PointerEvent) {
      const { pointerType, isPrimary, pointerId: id, clientX: x, clientY: y } = event;
      const isMeant = onSwipe !== null && pointerType === 'touch' && isPrimary && x > edge_px;
      swipe.current = isMeant ? { id, x, y, isOn: false, by_px: 0 } : null;
    },
    onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
      const known = swipe.current;
      if (known === null || event.pointerId !== known.id) return;
      const [dx, dy] = [event.clientX - known.x, event.clientY - known.y];
      if (!known.isOn && !isSideways(dx, dy)) return;
      if (!known.isOn) event.currentTarget.setPointerCapture(known.id);
      const by_px = Math.max(0, pullOf(dx));
      if (by_px >= far_px && known.by_px < far_px) navigator.vibrate?.(10);
      swipe.current = { ...known, isOn: true, by_px };
      show(event.currentTarget, by_px, true);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
};
