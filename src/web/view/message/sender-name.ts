// Who wrote a message, where that is not to be seen from its side.
import type { Item } from '../../model/messages/item';
import type { Client } from '../ui/use-app';

export const senderName = (
  { t, account, conversations, naming }: Client,
  { sender_id }: Item,
): string => {
  if (sender_id === account.userId()) return t.value.message.you;
  const known = conversations.list.value.find(({ friend }) => friend.id === sender_id);
  return known ? naming.called(known.friend) : '';
};
