// Zooming and panning by wheel, mouse and fingers.
import { useRef, useState } from 'preact/hooks';

const scale_max = 8;
const swipe_px = 60;

interface View {
  scale: number;
  x: number;
  y: number;
}

const WHOLE: View = { scale: 1, x: 0, y: 0 };

const scaled = ({ scale, x, y }: View, factor: number): View => {
  const next = Math.min(scale_max, Math.max(1, scale * factor));
  return next === 1 ? WHOLE : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
};

/** `onSwipe` gets -1 or 1, if the picture is not zoomed. */
export const useZoom = (onSwipe: (step: number) => void) => {
  const [view, setView] = useState(WHOLE);
  const fingers = useRef(new Map<number, PointerEvent>());
  const from = useRef({ x: 0, y: 0 });
  const by = (factor: number) => setView((now) => scaled(now, factor));
  const spread = (all: PointerEvent[]) => {
    const [one, other] = all;
    return one && other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 0;
  };
  const lift = (event: PointerEvent) => {
    const aside = event.clientX - from.current.x;
    const isSwipe = fingers.current.size === 1 && view.scale === 1 && event.type === 'pointerup';
    fingers.current.delete(event.pointerId);
    if (isSwipe && Math.abs(aside) > swipe_px) onSwipe(aside > 0 ? -1 : 1);
  };
  return {
    by,
    reset: () => setView(WHOLE),
    style: { transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` },
    handlers: {
      onWheel: (event: WheelEvent) => by(event.deltaY < 0 ? 1.15 : 1 / 1.15),
      onDblClick: () => setView((now) => (now.scale > 1 ? WHOLE : scaled(now, 2.5))),
      onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, event);
        from.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent) => {
        const before = fingers.current.get(event.pointerId);
        if (!before) return;
        const apart = spread([...fingers.current.values()]);
        fingers.current.set(event.pointerId, event);
        if (fingers.current.size === 2 && apart > 0) {
          by(spread([...fingers.current.values()]) / apart);
        } else if (view.scale > 1) {
          const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
          setView((now) => ({ ...now, x: now.x + x, y: now.y + y }));
        }
      },
      onPointerUp: lift,
      onPointerCancel: lift,
    },
  };
};
