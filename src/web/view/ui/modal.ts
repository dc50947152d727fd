// The browser's own dialog over everything: it keeps the focus inside, closes with Escape, and gives
// the focus back.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './use-app';

export const useModal = () => {
  const { screen } = useApp();
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
