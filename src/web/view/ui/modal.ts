// The browser's modal dialog: it traps the focus, closes with Escape, and restores the focus.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useEntry } from './use-app';

/** What closes by Escape alone goes in the step of that key: a press right after it meets the page below. */
export const useModal = (onClose?: () => void) => {
  const { screen } = useEntry();
  const element = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState(0);
  useEffect(() => {
    const opener = document.activeElement;
    const opened = screen.openDialog();
    const dialog = element.current;
    setLayer(opened);
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
