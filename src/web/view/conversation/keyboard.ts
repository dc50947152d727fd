// Arrow keys move from message to message; Enter opens the menu of one.
import { isComposing } from '../ui/key-event';

const keys = ['ArrowUp', 'ArrowDown'];

const inView = (list: HTMLElement, bubble: HTMLElement): boolean =>
  bubble.getBoundingClientRect().top < list.getBoundingClientRect().bottom;

export const onListKey = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
  if (isComposing(event)) return;
  const list = event.currentTarget;
  const target = event.target as HTMLElement;
  if (target.closest('.menu, dialog, textarea, audio, video, input:not(.select-box)')) return;
  // While several are selected, their boxes are what one moves between.
  const kind = list.querySelector('.select-box') ? '.select-box' : '.bubble';
  const bubbles = [...list.querySelectorAll<HTMLElement>(kind)];
  const focused = target.closest<HTMLElement>(kind);
  if (keys.includes(event.key)) {
    const at = focused ? bubbles.indexOf(focused) : -1;
    const next = focused
      ? bubbles[at + (event.key === 'ArrowUp' ? -1 : 1)]
      : bubbles.findLast((bubble) => inView(list, bubble));
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }
  if (event.key === 'Escape' && kind === '.bubble') {
    document.querySelector<HTMLElement>('.composer textarea')?.focus();
  }
  if (event.key === 'Enter' && target.matches('.select-box')) target.click();
  const isMenuKey = event.key === 'Enter' || event.key === 'ContextMenu';
  if (isMenuKey && focused === target) {
    event.preventDefault();
    focused?.querySelector<HTMLElement>('.bubble-more')?.click();
  }
};
