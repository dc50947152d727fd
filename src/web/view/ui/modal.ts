// The browser's modal dialog: it traps the focus, closes with Escape, and restores the focus.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useEntry } from './use-app';

export const useModal = () => {
  const { screen } = useEntry();
  const element = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState(0);
  useEffect(() => {
    const opener = document.activeElement;
    const opened = screen.openDialog();
    setLayer(opened);
    element.current?.showModal();
    return () => {
      screen.closeDialog(opened);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return { element, layer, close: () => element.current?.close() };
};
