// A long press on a touch screen opens what the right mouse button opens.
import { useRef } from 'preact/hooks';

const long_press_ms = 450;
const still_px = 10;

type Handlers = Record<string, (event: never) => void>;

/** Two gestures on one element: each hears of every event that it listens to. */
export const together = <One extends Handlers, Other extends Handlers>(
  one: One,
  other: Other,
): One & Other => {
  const both = Object.keys(one).filter((name) => name in other);
  const joined = both.map((name) => [
    name,
    (event: never) => {
      one[name]?.(event);
      other[name]?.(event);
    },
  ]);
  return { ...one, ...other, ...Object.fromEntries(joined) };
};

export const useLongPress = (onPress: (at: { x: number; y: number }) => void) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const wasLong = useRef(false);
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      const at = { x: event.clientX, y: event.clientY };
      start.current = at;
      wasLong.current = false;
      timer.current = setTimeout(() => {
        wasLong.current = true;
        onPress(at);
      }, long_press_ms);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > still_px) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // Releasing the finger is not a click on what lies below.
    onClickCapture: (event: MouseEvent) => {
      if (!wasLong.current) return;
      wasLong.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
};
