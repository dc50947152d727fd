// Over a picture or film: how far it is on its way, and what can be done about it.
import type { Item } from '../../../model/messages/item';
import { cleanName } from '../../ui/file-name';
import { IconButton } from '../../ui/icon';
import { useApp } from '../../ui/use-app';

/** A little is drawn before anything went out. */
const part_min = 0.04;

export const Retry = ({ why, onClick }: { why: string; onClick: () => void }) => {
  const { t } = useApp();
  return (
    <span class="frame-middle" title={why}>
      <IconButton icon="again" kind="on-picture" label={t.value.ui.retry} onClick={onClick} />
      <span class="visually-hidden">{why}</span>
    </span>
  );
};

export const Sending = ({ item }: { item: Item }) => {
  const { t, explain, attempt, actions } = useApp();
  const { file, progress, state, failure } = item;
  if (file === null || state === 'sent') return null;
  if (state === 'failed') {
    const why = failure ? explain(failure) : t.value.message.failed;
    return <Retry why={why} onClick={() => attempt(() => actions.retry(item))} />;
  }
  if (progress === null) return null;
  return (
    <span class="frame-middle">
      <span
        class="ring"
        role="progressbar"
        aria-label={t.value.ui.labelled(t.value.message.sending, cleanName(file.name))}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress * 100)}
        style={{ '--part': Math.max(part_min, progress) }}
      />
      <IconButton
        icon="close"
        kind="on-picture"
        label={t.value.ui.cancel}
        onClick={() => actions.discard(item)}
      />
    </span>
  );
};
