import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Beside what one just sent, for a few seconds: it goes back into the field, for both. */
export const TakeBack = ({ item }: { item: Item }) => {
  const { t, attempt, actions, drafts, fresh } = useApp();
  if (!fresh.has(item.client_id) || item.state === 'failed') return null;
  const takeBack = async () => {
    const about = `${item.receiver_id}`;
    const isFree = (drafts.read(about) ?? '').trim() === '';
    await actions.takeBack(item);
    // What was written is not lost, unless something else is written by now.
    if (isFree && item.text && item.file === null) await drafts.write(about, item.text);
    document.querySelector<HTMLElement>('.composer textarea')?.focus();
  };
  return (
    <button
      type="button"
      class="quiet small take-back"
      aria-label={t.value.message.takeBack}
      title={t.value.message.takeBack}
      onClick={() => attempt(takeBack)}
    >
      {t.value.ui.undo}
    </button>
  );
};
