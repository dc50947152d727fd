// Deletes messages of one conversation, with a way back for a while; so nothing is asked first.
import type { Item } from '../../model/messages/item';
import { undo_ms } from '../../model/messages/undo/removing';
import type { Client } from '../ui/use-app';

/** What was focused is gone: the keys go on among the messages. */
const keepFocus = (): void => {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.message-list')?.focus({ preventScroll: true });
  });
};

export const removeWithUndo = async (app: Client, items: Item[]): Promise<void> => {
  const { t, attempt, actions, toast } = app;
  const undo = await actions.removeLater(items);
  keepFocus();
  toast.offer(t.value.message.deleted(items.length), {
    label: t.value.ui.undo,
    ms: undo_ms,
    run: () => attempt(undo),
  });
};
