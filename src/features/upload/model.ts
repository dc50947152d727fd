import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Offset } from '../../http/url-parameters';
import { id_max } from '../../protocol/limits';
import { Id } from '../../protocol/objects';
import { given_name_chars_max } from '../../protocol/upload-limits';
import { Text } from '../../values/text';

export const AvatarUploaded = Type.Object({ avatar_url: Type.String() });
export type AvatarUploaded = Static<typeof AvatarUploaded>;

export const FileUploaded = Type.Object({
  file_url: Type.String(),
  file_id: Type.String(),
  file_name: Type.String(),
  file_size: Type.Integer({ description: '字节 · bytes' }),
  file_type: Type.String({ description: '由内容判断 · found from the bytes' }),
});
export type FileUploaded = Static<typeof FileUploaded>;

// Uploads in parts.
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
