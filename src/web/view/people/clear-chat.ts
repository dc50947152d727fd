// Deleting a conversation for oneself. It is asked first: nothing brings it back.
import type { Friend } from '../../../protocol/objects';
import { nameOf } from '../ui/person/person-name';
import type { Client } from '../ui/use-app';

/** True if it was done. */
export const clearAfterAsking = async (app: Client, friend: Friend): Promise<boolean> => {
  const { t, actions, confirm, people, toast } = app;
  const { clear, clearText, clearNotesText, cleared } = t.value.sidebar;
  const isSure = await confirm.ask({
    title: clear,
    text: people.isSelf(friend.id) ? clearNotesText : clearText(nameOf(app, friend)),
    action: clear,
    isDangerous: true,
  });
  if (!isSure) return false;
  await actions.clearConversation(friend.id);
  toast.show(cleared);
  return true;
};
