// Ends an upload without a file: its place in the quota is free at once.
import type { Me } from '../../../http/tokens';
import type { World } from '../../../world';
import { partialUploadOf } from './find';
import type { Writers } from './writers';

type Deps = Pick<World, 'ledger' | 'partialUploads' | 'partialFiles'>;

/** Bytes that can't be removed now are swept. */
export const dropUpload = async (
  { ledger, partialUploads, partialFiles }: Deps,
  id: string,
): Promise<void> => {
  await ledger.write(() => partialUploads.forget(id));
  await partialFiles.discard(id).catch(() => {});
};

/** @throws noSuchPath */
export const cancelUpload = async (
  world: Deps & Pick<World, 'clock'>,
  writers: Writers,
  me: Me,
  id: string,
): Promise<void> => {
  partialUploadOf(world, me, id);
  await writers.alone(id, () => dropUpload(world, id));
};
