// Shows the short notes of model/ui/toast.
import { useLayoutEffect } from 'preact/hooks';
import { IconButton } from './icon';
import { isComposing, letterOf } from './key-event';
import { useCore } from './use-app';

/** What is written in a field has its own way back. */
const hasText = (target: EventTarget | null): boolean =>
  (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) &&
  target.value !== '';

/** Control and Z takes what is offered from the moment in which it is, for whoever is far from it. */
const useUndoKey = (isOffered: boolean, take: () => void) =>
  useLayoutEffect(() => {
    if (!isOffered) return;
    const onKey = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && letterOf(event) === 'z';
      if (!isUndo || isComposing(event) || hasText(event.target)) return;
      event.preventDefault();
      take();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOffered]);

/** Behind an open dialog nothing is read out, so the toast is shown in the topmost dialog. */
export const Toasts = ({ layer }: { layer: number }) => {
  const {
    t,
    toast: { current, dismiss, take },
    screen: { dialogs },
  } = useCore();
  const isTop = (dialogs.value.at(-1) ?? 0) === layer;
  const toast = isTop ? current.value : null;
  const offer = toast?.offer ?? null;
  useUndoKey(offer !== null, take);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toast ? (
        <p class={toast.isError ? 'toast error' : 'toast'}>
          {toast.text}
          {offer ? (
            <button type="button" class="toast-offer" onClick={take}>
              {offer.label}
            </button>
          ) : null}
          <IconButton icon="close" label={t.value.ui.dismiss} onClick={dismiss} />
        </p>
      ) : null}
    </div>
  );
};
