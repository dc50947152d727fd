// Rows as the objects that clients see.
import { toRfc3339 } from '../platform/clock';
import type {
  CallView,
  FileView,
  Friend,
  Message,
  MessageType,
  Person,
  Status,
} from '../protocol/objects';

interface MessageRow {
  id: number;
  sender_id: number;
  receiver_id: number;
  content: string;
  message_type: MessageType;
  is_encrypted: boolean | number;
  client_id: string | null;
  created_at: number;
  read_at: number | null;
  edited_at: number | null;
  reply_to: number | null;
  deleted_at: number | null;
  expires_at: number | null;
  read_untold: number;
}

interface Extras {
  file?: FileView | undefined;
  reactions?: { emoji: string; user_id: number }[];
  call?: CallView | undefined;
}

const toFile = ({ id, name, size, type }: FileView): FileView => ({ id, name, size, type });

/** By emoji, in the order of the first of each. */
const toReactions = (rows: { emoji: string; user_id: number }[]) => {
  const byEmoji = new Map<string, number[]>();
  for (const { emoji, user_id } of rows) {
    byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), user_id]);
  }
  return [...byEmoji].map(([emoji, user_ids]) => ({ emoji, user_ids }));
};

/** As one of its two people has it: a sender who was not told doesn't know that it was read. */
const readAt = ({ read_at, read_untold, sender_id, receiver_id }: MessageRow, viewer_id: number) =>
  read_untold === 1 && viewer_id === sender_id && sender_id !== receiver_id ? null : read_at;

/** Members that do not apply are left out. */
export const toMessage = (
  row: MessageRow,
  viewer_id: number,
  { file, reactions = [], call }: Extras = {},
): Message => {
  const read_at = readAt(row, viewer_id);
  const message: Message = {
    id: row.id,
    sender_id: row.sender_id,
    receiver_id: row.receiver_id,
    // The text of a deleted one may still be there for a moment.
    content: row.deleted_at === null ? row.content : '',
    message_type: row.message_type,
    timestamp: toRfc3339(row.created_at),
    is_read: read_at !== null,
    is_encrypted: Boolean(row.is_encrypted),
  };
  if (row.client_id !== null) message.client_id = row.client_id;
  if (read_at !== null) message.read_at = toRfc3339(read_at);
  if (row.deleted_at !== null) message.deleted = true;
  if (row.edited_at !== null) message.edited_at = toRfc3339(row.edited_at);
  if (row.reply_to !== null) message.reply_to = row.reply_to;
  if (reactions.length > 0) message.reactions = toReactions(reactions);
  if (file !== undefined) message.file = toFile(file);
  if (call !== undefined) message.call = call;
  if (row.expires_at !== null) message.expires_at = toRfc3339(row.expires_at);
  return message;
};

/** Of a row with more. */
export const toPerson = ({ id, username, display_name, avatar }: Person): Person => ({
  id,
  username,
  display_name,
  avatar,
});

interface PersonRow extends Person {
  last_seen: number;
}

/** A person as friends see them. */
export const toFriend = (row: PersonRow, status: Status): Friend => ({
  ...toPerson(row),
  status,
  last_seen: toRfc3339(row.last_seen),
});
