// Uploading a file for a friend.

import type { FileRow } from '../../db/files';
import type { PieceLock } from '../../http/body/pieces';
import { receiveMultipart, type Upload } from '../../http/multipart/receive';
import { fileUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import { multipart_overhead_bytes_max } from '../../protocol/upload-limits';
import { fileTypeOf } from '../../values/file-type';
import type { World } from '../../world';
import { mustBeReceiver } from '../shared/access';
import { keep, mustBeWaiting } from './keep';
import type { UnderWay } from './under-way';

type Deps = Pick<
  World,
  | 'config'
  | 'ledger'
  | 'users'
  | 'friends'
  | 'files'
  | 'disk'
  | 'fileDeletion'
  | 'storage'
  | 'partialUploads'
  | 'tokens'
>;

const toReceiver = (text: string | undefined): number => {
  if (text !== undefined && /^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw invalid('receiver_id', 'must be the id of a friend');
};

interface Taking {
  left: number;
  take: (bytes: number) => void;
  lock: PieceLock;
  ended: AbortSignal | undefined;
}

/**
 * No more than the quota allows, so that someone who used it up can't fill the disk by trying: by
 * what the request declares, without that as it grows.
 */
const receiveWithin = async (
  { config, disk }: Deps,
  request: Request,
  { left, take, lock, ended }: Taking,
) => {
  const bytes_max = Math.min(config.file_bytes_max, left);
  const header = request.headers.get('content-length');
  const declared = Number(header ?? 0);
  const bounds = { bytes_max, fields: ['receiver_id'], lock, ended };
  const most = config.file_bytes_max + multipart_overhead_bytes_max;
  try {
    if (header === null) {
      return await receiveMultipart(request, disk, { ...bounds, took: take });
    }
    // What is around the file is not known yet, and counts as nothing.
    if (declared <= bytes_max + multipart_overhead_bytes_max) {
      take(Math.max(0, declared - multipart_overhead_bytes_max));
    }
    return await receiveMultipart(request, disk, bounds);
  } catch (error) {
    const isFull = error instanceof Refusal && error.refusal === 'fileTooLarge';
    if (isFull && left < config.file_bytes_max && declared <= most) {
      throw new Refusal('quotaReached');
    }
    throw error;
  }
};

/** What is answered about a file that is stored. */
export const uploaded = ({
  id,
  name,
  size,
  type,
}: Pick<FileRow, 'id' | 'name' | 'size' | 'type'>) => ({
  file_url: fileUrl(id),
  file_id: id,
  file_name: name,
  file_size: size,
  file_type: type,
});

/** Its sender went while it was written. */
const forget = async ({ ledger, files, fileDeletion }: Deps, id: string): Promise<void> => {
  await ledger.write(({ now }) => files.markDeleted(id, now));
  await fileDeletion.run();
};

const store = async (world: Deps, me: Me, request: Request, { file, fields }: Upload) => {
  const { id, name, size } = file;
  let receiver_id: number;
  let type: string;
  try {
    receiver_id = toReceiver(fields.receiver_id);
    mustBeReceiver(world, me, receiver_id);
    type = await fileTypeOf(file.head, name, ...file.given_names);
  } catch (error) {
    await world.disk.discard(id);
    throw error;
  }
  await keep(world, 'files', id, ({ now }) => {
    mustBeWaiting(request);
    // It may have ended while the bytes came.
    world.tokens.mustBeLive(me);
    mustBeReceiver(world, me, receiver_id);
    const inParts = world.partialUploads.ofUser(me.id).bytes;
    if (world.storage.usedBy(me.id) + inParts + size > world.config.user_quota_bytes) {
      throw new Refusal('quotaReached');
    }
    world.files.add({ id, owner_id: me.id, receiver_id, name, size, type, now });
  });
  if (request.signal.aborted) await forget(world, id);
  return uploaded({ id, name, size, type });
};

/** @throws fileTypeUnsupported, fileTooLarge, quotaReached, noSuchUser, notFriends, cannotStore */
export const uploadFile = async (
  world: Deps,
  {
    underWay,
    lock,
    ended,
  }: { underWay: UnderWay; lock: PieceLock; ended: AbortSignal | undefined },
  me: Me,
  request: Request,
) => {
  const { take, end } = underWay.begin(me.id);
  try {
    const left = underWay.leftOf(me.id);
    const taking = { left, take, lock, ended };
    return await store(world, me, request, await receiveWithin(world, request, taking));
  } finally {
    end();
  }
};
