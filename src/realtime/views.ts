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
  deleted_at: number | null;
}

const toFile = ({ id, name, size, type }: FileView): FileView => ({ id, name, size, type });

/** Members that do not apply are left out. */
export const toMessage = (row: MessageRow, file?: FileView): Message => {
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
