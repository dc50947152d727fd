import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Offset } from '../../../http/paths';
import { given_name_chars_max, id_max } from '../../../protocol/limits';
import { Id } from '../../../protocol/objects';
import { Text } from '../../../values/text';

export const UploadDraft = Type.Object({
  receiver_id: Id,
  name: Text(1, given_name_chars_max),
  size: Type.Integer({ minimum: 0, maximum: id_max, description: '字节 · bytes' }),
});
export type UploadDraft = Static<typeof UploadDraft>;

export const UploadBegun = Type.Object({ upload_id: Type.String() });
export type UploadBegun = Static<typeof UploadBegun>;

export const UploadId = Type.Object({ id: Type.String() });

export const PartQuery = Type.Object({ offset: Offset() });

export const Received = Type.Object({
  offset: Type.Integer({ description: '已存字节，由此继续 · bytes stored; go on from here' }),
});
export type Received = Static<typeof Received>;
