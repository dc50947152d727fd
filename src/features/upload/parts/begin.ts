// Beginning an upload that may go on after a lost connection.
import type { Me } from '../../../http/tokens';
import { newFileId } from '../../../platform/file-paths';
import { Refusal } from '../../../protocol/errors';
import { queue_retry_after_s } from '../../../protocol/limits';
import { partial_uploads_max } from '../../../protocol/upload-limits';
import type { World } from '../../../world';
import { mustBeReceiver } from '../../shared/access';
import type { UploadDraft } from '../model';
import type { UnderWay } from '../under-way';

type Deps = Pick<
  World,
  'config' | 'ledger' | 'users' | 'friends' | 'partialUploads' | 'partialFiles'
>;

/**
 * From here on it counts by its size.
 * @throws noSuchUser, notFriends, fileTooLarge, quotaReached, tooManyRequests, cannotStore
 */
export const beginUpload = async (
  world: Deps,
  underWay: UnderWay,
  me: Me,
  { receiver_id, name, size }: UploadDraft,
) => {
  const { config, ledger, partialUploads, partialFiles } = world;
  mustBeReceiver(world, me, receiver_id);
  const bytes_max = config.file_bytes_max;
  if (size > bytes_max) throw new Refusal('fileTooLarge', { bytes_max });
  if (size > underWay.leftOf(me.id)) throw new Refusal('quotaReached');
  await partialFiles.mustHold(size);
  const id = newFileId();
  await ledger.write(({ now }) => {
    mustBeReceiver(world, me, receiver_id);
    if (size > underWay.leftOf(me.id)) throw new Refusal('quotaReached');
    if (partialUploads.ofUser(me.id).uploads >= partial_uploads_max) {
      throw new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s });
    }
    const { session_id } = me;
    partialUploads.add({ id, user_id: me.id, session_id, receiver_id, name, size, now });
  });
  try {
    // After its row: bytes without one are swept.
    await partialFiles.create(id);
  } catch (error) {
    await ledger.write(() => partialUploads.forget(id));
    throw error;
  }
  return { upload_id: id };
};
