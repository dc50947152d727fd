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

/** So long after the finger has gone a click may still come of it. */
const click_within_ms = 100;

/** Releasing the finger is not a click, neither here nor on what has opened under it. */
const swallowClick = (): void => {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const letBy = () => removeEventListener('click', swallow, true);
  const end = () => setTimeout(letBy, click_within_ms);
  addEventListener('click', swallow, { capture: true, once: true });
  // The next finger is another matter.
  addEventListener('pointerdown', letBy, { once: true });
  for (const name of ['pointerup', 'pointercancel']) addEventListener(name, end, { once: true });
};

export const useLongPress = (onPress: (at: { x: number; y: number }) => void) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      const at = { x: event.clientX, y: event.clientY };
      start.current = at;
      timer.current = setTimeout(() => {
        swallowClick();
        onPress(at);
      }, long_press_ms);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > still_px) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
};
