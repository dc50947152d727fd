// The browser's own dialog over everything: it keeps the focus inside, closes with Escape, and gives
// the focus back.
import { useEffect, useRef, useState } from 'preact/hooks';
import { dialogs } from '../../model/state';

let count = 0;

export const useModal = () => {
  const element = useRef<HTMLDialogElement>(null);
  const [layer] = useState(() => {
    count += 1;
    return count;
  });
  useEffect(() => {
    const opener = document.activeElement;
    dialogs.value = [...dialogs.value, layer];
    element.current?.showModal();
    return () => {
      dialogs.value = dialogs.value.filter((each) => each !== layer);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return { element, layer, close: () => element.current?.close() };
};
