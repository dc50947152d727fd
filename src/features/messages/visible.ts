// A message as one of its two people sees it.
import type { MessageRow } from '../../db/messages/message';
import { Refusal } from '../../protocol/errors';
import type { Message } from '../../protocol/objects';
import { toMessage } from '../../realtime/serialize';
import type { World } from '../../world';

/** The other one of its two people. */
export const otherOf = (row: MessageRow, me: { id: number }): number =>
  row.sender_id === me.id ? row.receiver_id : row.sender_id;

export const view = (
  { messages }: Pick<World, 'messages'>,
  me: { id: number },
  row: MessageRow,
): Message => toMessage(row, me.id, messages.extrasOf(row));

/** A message that I can still see. @throws noSuchMessage, messageNotYours */
export const visible = (
  { messages }: Pick<World, 'messages'>,
  me: { id: number },
  message_id: number,
): MessageRow => {
  const row = messages.byId(message_id);
  if (row === undefined) throw new Refusal('noSuchMessage');
  if (row.sender_id !== me.id && row.receiver_id !== me.id) throw new Refusal('messageNotYours');
  if (!messages.isVisible(row, me.id, otherOf(row, me))) throw new Refusal('noSuchMessage');
  return row;
};
