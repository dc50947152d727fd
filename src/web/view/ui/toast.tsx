import { IconButton } from './icon';
import { useEntry } from './use-app';

/** Behind an open dialog nothing is read out, so the toast is shown in the topmost dialog. */
export const Toasts = ({ layer }: { layer: number }) => {
  const {
    t,
    toast: { current, dismiss },
    screen: { dialogs },
  } = useEntry();
  const isTop = (dialogs.value.at(-1) ?? 0) === layer;
  const toast = isTop ? current.value : null;
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toast ? (
        <p class={toast.isError ? 'toast error' : 'toast'}>
          {toast.text}
          <IconButton icon="close" label={t.value.ui.dismiss} onClick={dismiss} />
        </p>
      ) : null}
    </div>
  );
};
