// Zooming and panning by wheel, mouse and fingers. What is not zoomed follows the finger: aside to its
// neighbour, down and away.
import { useRef, useState } from 'preact/hooks';

/** By how much one press zooms. */
export const zoom_step = 1.5;
const scale_max = 8;
const swipe_px = 60;
const away_px = 110;
/** Less is a press. */
const still_px = 6;

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

const spread = (all: PointerEvent[]): number => {
  const [one, other] = all;
  return one && other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 0;
};

/** Where it goes when the finger leaves it: to a neighbour, away, or nowhere. */
export const endOf = (x: number, y: number): -1 | 1 | 'away' | 'press' | null => {
  if (Math.abs(x) <= still_px && Math.abs(y) <= still_px) return 'press';
  if (Math.abs(x) > swipe_px && Math.abs(x) > Math.abs(y)) return x > 0 ? -1 : 1;
  return Math.abs(y) > away_px && Math.abs(y) > Math.abs(x) ? 'away' : null;
};

interface Acts {
  /** To the picture before or after it. */
  onSwipe: (step: -1 | 1) => void;
  onAway: () => void;
  onPress: (event: PointerEvent) => void;
}

export const useZoom = ({ onSwipe, onAway, onPress }: Acts) => {
  const [view, setView] = useState(WHOLE);
  const [pulled, setPulled] = useState<{ x: number; y: number } | null>(null);
  const fingers = useRef(new Map<number, PointerEvent>());
  const from = useRef({ x: 0, y: 0, isPinch: false });
  const by = (factor: number) => setView((now) => scaled(now, factor));

  const lift = (event: PointerEvent) => {
    const { x, y, isPinch } = from.current;
    const isLast = fingers.current.size === 1 && fingers.current.has(event.pointerId);
    fingers.current.delete(event.pointerId);
    setPulled(null);
    if (!isLast || isPinch || event.type !== 'pointerup') return;
    const end = endOf(event.clientX - x, event.clientY - y);
    if (end === 'press') onPress(event);
    if (view.scale !== 1 || end === null || end === 'press') return;
    if (end === 'away') onAway();
    else onSwipe(end);
  };
  const { x, y, scale } = pulled ? { ...view, ...pulled } : view;
  return {
    by,
    isZoomed: view.scale > 1,
    isPulled: pulled !== null,
    reset: () => setView(WHOLE),
    style: { transform: `translate(${x}px, ${y}px) scale(${scale})` },
    handlers: {
      onWheel: (event: WheelEvent) => by(event.deltaY < 0 ? 1.15 : 1 / 1.15),
      onDblClick: () => setView((now) => (now.scale > 1 ? WHOLE : scaled(now, 2.5))),
      onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const isFirst = fingers.current.size === 0;
        fingers.current.set(event.pointerId, event);
        const start = { x: event.clientX, y: event.clientY };
        from.current = isFirst ? { ...start, isPinch: false } : { ...from.current, isPinch: true };
        if (!isFirst) setPulled(null);
      },
      onPointerMove: (event: PointerEvent) => {
        const before = fingers.current.get(event.pointerId);
        if (!before) return;
        const apart = spread([...fingers.current.values()]);
        fingers.current.set(event.pointerId, event);
        if (fingers.current.size === 2 && apart > 0) {
          by(spread([...fingers.current.values()]) / apart);
        } else if (view.scale > 1) {
          const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
          setView((now) => ({ ...now, x: now.x + dx, y: now.y + dy }));
        } else if (!from.current.isPinch) {
          setPulled({ x: event.clientX - from.current.x, y: event.clientY - from.current.y });
        }
      },
      onPointerUp: lift,
      onPointerCancel: lift,
    },
  };
};
