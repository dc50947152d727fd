// A dialog with a title and a way to close it, over everything else.
import type { ComponentChildren } from 'preact';
import { IconButton } from './icon';
import { useModal } from './modal';
import { Toasts } from './toast';
import { useCore } from './use-app';

interface Props {
  title: string;
  onClose: () => void;
  kind?: '' | 'wide' | 'slim' | 'palette' | 'person';
  /** Goes back inside the dialog, if it shows one pane at a time. */
  onBack?: (() => void) | undefined;
  /** The children are panes that scroll by themselves. */
  hasPanes?: boolean;
  children: ComponentChildren;
}

export const Dialog = (props: Props) => {
  const { t } = useCore();
  const { title, onClose, kind = '', onBack, hasPanes = false, children } = props;
  const { element, layer, onCancel, onClosed } = useModal(onClose);
  return (
    <dialog
      ref={element}
      class={`dialog ${kind}`}
      aria-label={title}
      onCancel={onCancel}
      onClose={onClosed}
    >
      <header class="dialog-head">
        {onBack ? (
          <IconButton icon="back" kind="only-narrow" label={t.value.ui.back} onClick={onBack} />
        ) : (
          <IconButton icon="back" kind="only-page" label={t.value.ui.back} onClick={onClose} />
        )}
        <h2>{title}</h2>
        <IconButton icon="close" kind="dialog-close" label={t.value.ui.close} onClick={onClose} />
      </header>
      {hasPanes ? children : <div class="dialog-body">{children}</div>}
      <Toasts layer={layer} />
    </dialog>
  );
};
