// On a touch screen a message is lifted off the list while its menu is open: its picture stays, the rest
// lies under a veil.
import { useLayoutEffect, useRef } from 'preact/hooks';

const gap_px = 8;
/** Of the height of the screen. */
const part_max = 0.38;

/** Where the message and its menu stand, one above the other, as near to its place as they fit. */
export const stack = (top: number, height: number, menu_px: number, screen_px: number) => {
  const shown = Math.min(height, screen_px * part_max);
  const last = Math.max(gap_px, screen_px - shown - menu_px - 2 * gap_px);
  const at = Math.min(Math.max(gap_px, top), last);
  return { top: at, height: shown, menu_top: at + shown + gap_px };
};

/** Once its menu has a height: the picture moves up as far as both need. */
export const placeLifted = (veil: Element | null, body: HTMLElement, menu_px: number): number => {
  const { top, height } = body.getBoundingClientRect();
  const place = stack(top, height, menu_px, innerHeight);
  const frame = veil?.querySelector<HTMLElement>('.lifted-frame');
  if (frame) {
    Object.assign(frame.style, { top: `${place.top}px`, maxHeight: `${place.height}px` });
    frame.style.setProperty('--from', `${top - place.top}px`);
  }
  return place.menu_top;
};

export const Lifted = ({ body }: { body: HTMLElement }) => {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const veil = layer.current;
    if (!veil) return;
    veil.showPopover();
    const { left, width } = body.getBoundingClientRect();
    const copy = body.cloneNode(true) as HTMLElement;
    const mine = body.closest('.bubble')?.classList.contains('mine') ? 'mine' : 'theirs';
    const frame = document.createElement('div');
    frame.className = `lifted-frame ${mine}`;
    frame.inert = true;
    frame.append(copy);
    veil.append(frame);
    Object.assign(frame.style, { left: `${left}px`, width: `${width}px` });
    body.style.visibility = 'hidden';
    return () => {
      body.style.visibility = '';
    };
  }, []);
  return <div ref={layer} class="lifted" popover="manual" aria-hidden="true" />;
};
