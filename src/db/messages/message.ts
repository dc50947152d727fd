// A message as it is stored, and as each of its two people sees it.
import { deletion_batch_units } from '../../protocol/limits';

export interface MessageRow {
  id: number;
  conversation_id: number;
  sender_id: number;
  receiver_id: number;
  content: string;
  message_type: 'text' | 'image' | 'file' | 'audio' | 'video';
  is_encrypted: number;
  client_id: string | null;
  file_id: string | null;
  reply_to: number | null;
  created_at: number;
  edited_at: number | null;
  read_at: number | null;
  deleted_at: number | null;
  low_sees: number;
  high_sees: number;
  call_id: string | null;
  expires_at: number | null;
  read_untold: number;
}

export type NewMessage = Pick<
  MessageRow,
  | 'conversation_id'
  | 'sender_id'
  | 'receiver_id'
  | 'content'
  | 'message_type'
  | 'client_id'
  | 'file_id'
  | 'reply_to'
  | 'created_at'
  | 'expires_at'
> & { is_encrypted: boolean };

/** One person's part of a conversation. */
export interface Side {
  conversation_id: number;
  user_id: number;
  friend_id: number;
}

/** The two flags of a message: who still has it in the history. */
export type Sees = 'low_sees' | 'high_sees';

/** Which of them is this person’s: the lower user id has the first, notes the second. */
export const sees = (side: Pick<Side, 'user_id' | 'friend_id'>): Sees =>
  side.user_id < side.friend_id ? 'low_sees' : 'high_sees';

/** As many as are not too much to take out of the search at once, at least one. */
export const deletionBatch = <Row extends { content: { length: number } }>(rows: Row[]): Row[] => {
  let units = 0;
  const end = rows.findIndex(({ content }) => {
    units += content.length;
    return units > deletion_batch_units;
  });
  return end < 0 ? rows : rows.slice(0, end + 1);
};
