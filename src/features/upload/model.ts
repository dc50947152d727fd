import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';

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
