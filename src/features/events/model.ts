import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Limit, Seq } from '../../http/url-parameters';
import { events_page_max } from '../../protocol/limits';
import { Time } from '../../protocol/objects';

export const Since = Type.Object({
  since: Type.Optional(Seq()),
  epoch: Type.Optional(Type.String()),
  limit: Type.Optional(Limit(events_page_max)),
});
export type Since = Static<typeof Since>;

export const Missed = Type.Object({
  epoch: Type.String(),
  seq: Type.Integer({ description: '最新序号 · the head of the log' }),
  resumed: Type.Boolean(),
  events: Type.Array(
    Type.Object({
      type: Type.String(),
      data: Type.Record(Type.String(), Type.Unknown()),
      seq: Type.Integer(),
      timestamp: Time,
    }),
  ),
  more: Type.Boolean(),
});
export type Missed = Static<typeof Missed>;
