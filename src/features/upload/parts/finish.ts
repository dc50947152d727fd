// The end of an upload in parts: it becomes a file, under the same id, so that a client that did
// not hear the answer asks again.
import type { Me } from '../../../http/tokens';
import { Refusal } from '../../../protocol/errors';
import { cleanFileName } from '../../../values/file-name';
import type { World } from '../../../world';
import { mustBeReceiver } from '../../shared/access';
import { uploaded } from '../file';
import { typeOfUpload } from './file-type';
import { finished, partialUploadOf, wrongOffset } from './find';
import type { Writers } from './writers';

type Deps = Pick<
  World,
  | 'clock'
  | 'config'
  | 'disk'
  | 'files'
  | 'friends'
  | 'ledger'
  | 'partialFiles'
  | 'partialUploads'
  | 'storage'
  | 'users'
>;

const keepFile = async (world: Deps, me: Me, id: string) => {
  const { config, disk, files, ledger, partialFiles, partialUploads, storage } = world;
  const upload = partialUploadOf(world, me, id);
  const { name: given_name, receiver_id, received, size } = upload;
  mustBeReceiver(world, me, receiver_id);
  if (received < size) throw wrongOffset('offset', 'not all of it is there', received);
  const type = await typeOfUpload(world, upload);
  const name = cleanFileName(given_name);
  try {
    // In place before its row is written, as every file.
    await partialFiles.keep(id);
    await ledger.write(({ now }) => {
      mustBeReceiver(world, me, receiver_id);
      if (partialUploads.byId(id) === undefined) throw new Refusal('noSuchPath');
      partialUploads.forget(id);
      const others = storage.usedBy(me.id) + partialUploads.ofUser(me.id).bytes;
      if (others + size > config.user_quota_bytes) throw new Refusal('quotaReached');
      files.add({ id, owner_id: me.id, receiver_id, name, size, type, now });
    });
  } catch (error) {
    await disk.remove('files', id);
    throw error;
  }
  // If it can't be discarded now, it is swept.
  await partialFiles.discard(id).catch(() => {});
  return { id, name, size, type };
};

/**
 * @throws noSuchPath, invalidField with the `offset` to go on from, noSuchUser, notFriends,
 * fileTypeUnsupported, quotaReached, cannotStore
 */
export const finishUpload = async (world: Deps, writers: Writers, me: Me, id: string) => {
  if (finished(world, me, id) === undefined) partialUploadOf(world, me, id);
  return writers.alone(id, async () =>
    uploaded(finished(world, me, id) ?? (await keepFile(world, me, id))),
  );
};
