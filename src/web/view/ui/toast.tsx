import { w } from '../../i18n/language';
import { dialogs, hush, notice } from '../../model/state';
import { IconButton } from './icon';

/** Behind an open dialog nothing is read out: the line is shown in the topmost one. */
export const Notices = ({ layer }: { layer: number }) => {
  const isTop = (dialogs.value.at(-1) ?? 0) === layer;
  const line = isTop ? notice.value : null;
  return (
    <div class="notices" role="status" aria-live="polite">
      {line ? (
        <p class={line.isBad ? 'notice bad' : 'notice'}>
          {line.text}
          <IconButton icon="close" label={w.value.dismiss} onClick={hush} />
        </p>
      ) : null}
    </div>
  );
};
