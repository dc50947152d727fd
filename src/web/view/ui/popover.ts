// Menus that open at a place: shown above all else, walked through by the arrows, closed by Escape and
// by a press beside them.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from './key-event';

/** A position in the window. */
export interface Place {
  x: number;
  y: number;
}

const margin_px = 8;

export const putAt = (menu: HTMLElement, { x, y }: Place): void => {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(margin_px, x), innerWidth - width - margin_px);
  const top = Math.min(Math.max(margin_px, y), innerHeight - height - margin_px);
  Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
};

/** Where a menu opens by a mouse, or beside what has the focus if a key asked for it. */
export const placeOf = (event: MouseEvent & { currentTarget: HTMLElement }): Place => {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

const onArrow = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  buttons.at((at + step) % buttons.length)?.focus();
};

/**
 * Shows the menu, and puts it where it belongs. It is dismissed by hand, because the browser's own light
 * dismissal takes the end of a long press for a press beside the menu.
 */
export const usePopover = (put: (menu: HTMLElement) => void, onClose: () => void) => {
  const element = useRef<HTMLFieldSetElement>(null);
  const from = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const menu = element.current;
    const opener = document.activeElement;
    from.current = opener;
    if (!menu) return;
    menu.showPopover();
    const place = () => put(menu);
    place();
    menu.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
    const beside = ({ target }: Event) => menu.contains(target as Node) || onClose();
    addEventListener('pointerdown', beside);
    // A phone was turned, or its keyboard has gone.
    addEventListener('resize', place);
    return () => {
      removeEventListener('pointerdown', beside);
      removeEventListener('resize', place);
      const isLost = document.activeElement === document.body || menu.matches(':focus-within');
      if (isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return {
    element,
    /** What was chosen is done from where the menu was opened: a dialog gives the focus back to that. */
    leave(): void {
      if (from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
      onClose();
    },
    onKey(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
      if (isComposing(event)) return;
      if (event.key === 'Escape' || event.key === 'Tab') onClose();
      else onArrow(event);
    },
  };
};
