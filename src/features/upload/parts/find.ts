// Finds an upload that somebody has begun, and says where it stands.
import type { FileRow } from '../../../db/files';
import type { PartialUpload } from '../../../db/partial-uploads';
import type { Me } from '../../../http/tokens';
import { Refusal } from '../../../protocol/errors';
import { partial_upload_age_ms } from '../../../protocol/upload-limits';
import type { World } from '../../../world';

type Deps = Pick<World, 'clock' | 'files' | 'partialUploads'>;

/** @throws noSuchPath, also if it is another person's */
export const partialUploadOf = (
  { clock, partialUploads }: Omit<Deps, 'files'>,
  me: Me,
  id: string,
): PartialUpload => {
  const upload = partialUploads.byId(id);
  const isHere = upload !== undefined && upload.user_id === me.id;
  if (!isHere || upload.active_at < clock.now() - partial_upload_age_ms) {
    throw new Refusal('noSuchPath');
  }
  return upload;
};

/** What became of it: the answer that said so may have been lost. */
export const finished = ({ files }: Pick<World, 'files'>, me: Me, id: string) => {
  const file: FileRow | undefined = files.byId(id);
  return file?.owner_id === me.id && file.receiver_id !== null ? file : undefined;
};

/** @throws noSuchPath */
export const offsetOf = (world: Deps, me: Me, id: string) => ({
  offset: finished(world, me, id)?.size ?? partialUploadOf(world, me, id).received,
});

/** Where to go on. */
export const wrongOffset = (field: 'offset' | 'body', message: string, offset: number): Refusal =>
  new Refusal('invalidField', { fields: [{ path: field, message }], offset });
