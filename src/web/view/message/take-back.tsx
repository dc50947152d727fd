import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Beside what one just sent, for a few seconds: it goes back into the field, for both. */
export const TakeBack = ({ items }: { items: Item[] }) => {
  const { t, attempt, actions, drafts, fresh } = useApp();
  const [item] = items;
  const isFresh = items.every(({ client_id, state }) => fresh.has(client_id) && state !== 'failed');
  if (item === undefined || !isFresh) return null;
  const takeBack = async () => {
    const about = `${item.receiver_id}`;
    const isFree = (drafts.read(about) ?? '').trim() === '';
    // With the press: by the answer the keys may be meant for something else.
    document.querySelector<HTMLElement>('.composer textarea')?.focus();
    for (const each of items) await actions.takeBack(each);
    // What was written is not lost, unless something else was being written.
    if (isFree && item.text && item.file === null) await drafts.putBack(about, item.text);
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
