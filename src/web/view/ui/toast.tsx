import { IconButton } from './icon';
import { useApp } from './use-app';

/** Behind an open dialog nothing is read out: the line is shown in the topmost one. */
export const Notices = ({ layer }: { layer: number }) => {
  const {
    t,
    toast: { hush, notice },
    screen: { dialogs },
  } = useApp();
  const isTop = (dialogs.value.at(-1) ?? 0) === layer;
  const line = isTop ? notice.value : null;
  return (
    <div class="notices" role="status" aria-live="polite">
      {line ? (
        <p class={line.isBad ? 'notice bad' : 'notice'}>
          {line.text}
          <IconButton icon="close" label={t.value.ui.dismiss} onClick={hush} />
        </p>
      ) : null}
    </div>
  );
};
