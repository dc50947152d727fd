// What clients see of rows, the same on REST and on the socket.
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { toRfc3339 } from '../platform/clock';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Time = Type.String({ format: 'date-time' });
export const Status = Type.Union([
  Type.Literal('online'),
  Type.Literal('offline'),
  Type.Literal('away'),
]);
export type Status = Static<typeof Status>;

export const MessageType = Type.Union([
  Type.Literal('text'),
  Type.Literal('image'),
  Type.Literal('file'),
  Type.Literal('audio'),
  Type.Literal('video'),
]);
export type MessageType = Static<typeof MessageType>;

export const FileView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  size: Type.Integer(),
  type: Type.String(),
});
export type FileView = Static<typeof FileView>;

export const Message = Type.Object({
  id: Id,
  sender_id: Id,
  receiver_id: Id,
  content: Type.String(),
  message_type: MessageType,
  timestamp: Time,
  is_read: Type.Boolean(),
  is_encrypted: Type.Boolean(),
  client_id: Type.Optional(Type.String()),
  read_at: Type.Optional(Time),
  deleted: Type.Optional(Type.Literal(true)),
  edited_at: Type.Optional(Time),
  reply_to: Type.Optional(Id),
  reactions: Type.Optional(
    Type.Array(Type.Object({ emoji: Type.String(), user_ids: Type.Array(Id) })),
  ),
  file: Type.Optional(FileView),
});
export type Message = Static<typeof Message>;

export const Friend = Type.Object({
  id: Id,
  username: Type.String(),
  avatar: Type.String(),
  status: Status,
  last_seen: Time,
});
export type Friend = Static<typeof Friend>;

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
}

interface Extras {
  file?: FileView | undefined;
  reactions?: { emoji: string; user_id: number }[];
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

/** Members that do not apply are left out. */
export const toMessage = (row: MessageRow, { file, reactions = [] }: Extras = {}): Message => {
  const message: Message = {
    id: row.id,
    sender_id: row.sender_id,
    receiver_id: row.receiver_id,
    content: row.content,
    message_type: row.message_type,
    timestamp: toRfc3339(row.created_at),
    is_read: row.read_at !== null,
    is_encrypted: Boolean(row.is_encrypted),
  };
  if (row.client_id !== null) message.client_id = row.client_id;
  if (row.read_at !== null) message.read_at = toRfc3339(row.read_at);
  if (row.deleted_at !== null) message.deleted = true;
  if (row.edited_at !== null) message.edited_at = toRfc3339(row.edited_at);
  if (row.reply_to !== null) message.reply_to = row.reply_to;
  if (reactions.length > 0) message.reactions = toReactions(reactions);
  if (file !== undefined) message.file = toFile(file);
  return message;
};

interface PersonRow {
  id: number;
  username: string;
  avatar: string;
  last_seen: number;
}

/** A person as friends see them. */
export const toFriend = (row: PersonRow, status: Status): Friend => ({
  id: row.id,
  username: row.username,
  avatar: row.avatar,
  status,
  last_seen: toRfc3339(row.last_seen),
});
