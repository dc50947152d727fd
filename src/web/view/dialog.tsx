import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { dialogs } from '../model/state';
import { w } from '../words/words';
import { IconButton } from './icon';
import { Notices } from './notices';

interface Props {
  title: string;
  onClose: () => void;
  kind?: '' | 'wide' | 'slim';
  /** Where one came from, inside the dialog, where it shows one pane at a time. */
  onBack?: (() => void) | undefined;
  /** Its own panes instead of one that scrolls. */
  hasPanes?: boolean;
  children: ComponentChildren;
}

let count = 0;

/** The browser's own dialog: it keeps the focus inside, closes with Escape, and gives it back. */
export const Dialog = (props: Props) => {
  const { title, onClose, kind = '', onBack, hasPanes = false, children } = props;
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
  const close = () => element.current?.close();
  return (
    <dialog
      ref={element}
      class={`dialog ${kind}`}
      aria-label={title}
      // A dialog inside tells of its own close alone.
      onClose={(event) => event.target === element.current && onClose()}
    >
      <header class="dialog-head">
        {onBack ? (
          <IconButton icon="back" kind="only-narrow" label={w.value.goBack} onClick={onBack} />
        ) : null}
        <h2>{title}</h2>
        <IconButton icon="close" label={w.value.close} onClick={close} />
      </header>
      {hasPanes ? children : <div class="dialog-body">{children}</div>}
      <Notices layer={layer} />
    </dialog>
  );
};
