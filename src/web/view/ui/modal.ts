// The browser's modal dialog: it traps the focus, closes with Escape, and restores the focus.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useCore } from './use-app';

/** Whether it is still on the page, for what goes on once an answer has come. */
export const useIsOpen = (): (() => boolean) => {
  const isOpen = useRef(true);
  useLayoutEffect(
    () => () => {
      isOpen.current = false;
    },
    [],
  );
  return () => isOpen.current;
};

/**
 * It counts as open exactly as long as it is on the page. What `useEffect` leaves behind is cleared away
 * only after the next paint: until then a key, or a step back, would be meant for a dialog that is gone.
 */
export const useModal = (onClose?: () => void) => {
  const { screen } = useCore();
  const element = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState(0);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const opened = screen.openDialog();
    const dialog = element.current;
    setLayer(opened);
    if (dialog) dialog.dataset.layer = String(opened);
    dialog?.showModal();
    return () => {
      screen.closeDialog(opened);
      // As long as it is open, nothing below it can have the focus.
      dialog?.close();
      // Whoever has gone on elsewhere meanwhile is not called back.
      const { activeElement } = document;
      const isLost = activeElement === document.body || dialog?.contains(activeElement);
      if (isLost && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  // Those of a dialog inside, and of a file picker, bubble.
  const isOwn = (event: Event) => event.target === element.current;
  return {
    element,
    layer,
    onCancel(event: Event): void {
      if (!onClose || !isOwn(event)) return;
      event.preventDefault();
      onClose();
    },
    /** The browser's back button closed it, or a key that could not be prevented. */
    onClosed(event: Event): void {
      if (isOwn(event)) onClose?.();
    },
  };
};
