import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Limit, PositiveInteger } from '../../http/url-parameters';
import { messages_deleted_max } from '../../protocol/conversation-limits';
import {
  client_id_chars_max,
  cursor_messages_max,
  search_query_chars_max,
} from '../../protocol/limits';
import { Id, Lifetime, Message, MessageType } from '../../protocol/objects';
import { Text } from '../../values/text';

export { Message };

export const Draft = Type.Object({
  receiver_id: Id,
  content: Type.String({ description: '1–65,536 字节 · bytes of UTF-8' }),
  message_type: Type.Optional(MessageType),
  is_encrypted: Type.Optional(Type.Boolean()),
  client_id: Type.Optional(Text(1, client_id_chars_max)),
  file_id: Type.Optional(Text(1, 64)),
  reply_to: Type.Optional(Id),
  expires_in: Type.Optional(
    Type.Union([Type.Literal(0), Lifetime], {
      description:
        '秒，到期删除；0 表示不删除；缺省按会话设置 · seconds; 0: it stays; else as the conversation has it',
    }),
  ),
});
export type Draft = Static<typeof Draft>;

export const HistoryQuery = Type.Object({
  page: Type.Optional(PositiveInteger()),
  limit: Type.Optional(Limit(cursor_messages_max)),
  before: Type.Optional(PositiveInteger()),
  after: Type.Optional(PositiveInteger()),
});
export type HistoryQuery = Static<typeof HistoryQuery>;

const next_before = Type.Union([Id, Type.Null()], {
  description: '更早消息的游标 · cursor of what is older; null at the end',
});

export const HistoryPage = Type.Object({
  messages: Type.Array(Message),
  pagination: Type.Object({
    page: Type.Integer(),
    limit: Type.Integer(),
    total: Type.Integer(),
    pages: Type.Integer(),
    next_before,
    next_after: Type.Optional(
      Type.Union([Id, Type.Null()], {
        description: '较新消息的游标 · cursor of what is newer; only with `after`, null at the end',
      }),
    ),
  }),
});
export type HistoryPage = Static<typeof HistoryPage>;

export const SearchQuery = Type.Object({
  q: Text(1, search_query_chars_max),
  friend_id: Type.Optional(PositiveInteger()),
  before: Type.Optional(PositiveInteger()),
});
export type SearchQuery = Static<typeof SearchQuery>;

export const FoundMessages = Type.Object({ messages: Type.Array(Message), next_before });

export const Deletion = Type.Object({
  ids: Type.Array(Id, { minItems: 1, maxItems: messages_deleted_max }),
});

export const Edit = Type.Object({
  content: Type.String({ description: '1–65,536 字节 · bytes of UTF-8' }),
  client_id: Type.Optional(Text(1, client_id_chars_max)),
});
export type Edit = Static<typeof Edit>;
