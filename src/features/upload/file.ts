// Uploading a file for a friend.
import { receiveMultipart } from '../../http/multipart/receive';
import { fileUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import { multipart_overhead_bytes_max } from '../../protocol/limits';
import { kindOf } from '../../values/filekind';
import type { World } from '../../world';
import { friendOrRefusal } from '../shared/access';
import { keep } from './keep';

type Deps = Pick<World, 'config' | 'ledger' | 'users' | 'friends' | 'files' | 'disk'>;

const toReceiver = (text: string | undefined): number => {
  if (text !== undefined && /^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw invalid('receiver_id', 'must be the id of a friend');
};

/** No more than the quota allows, so that someone who used it up can't fill the disk by trying. */
const receiveWithin = async ({ config, files, disk }: Deps, me: Me, request: Request) => {
  const left = Math.max(0, config.user_quota_bytes - files.usedBy(me.id));
  const bytes_max = Math.min(config.file_bytes_max, left);
  try {
    return await receiveMultipart(request, disk, { bytes_max, fields: ['receiver_id'] });
  } catch (error) {
    const isFull = error instanceof Refusal && error.refusal === 'fileTooLarge';
    const declared = Number(request.headers.get('content-length') ?? 0);
    const most = config.file_bytes_max + multipart_overhead_bytes_max;
    if (isFull && left < config.file_bytes_max && declared <= most) {
      throw new Refusal('quotaReached');
    }
    throw error;
  }
};

/**
 * @throws fileTypeUnsupported, fileTooLarge, quotaReached, yourself, noSuchUser, notFriends,
 * cannotStore
 */
export const uploadFile = async (world: Deps, me: Me, request: Request) => {
  const { file, fields } = await receiveWithin(world, me, request);
  const { id, name, size } = file;
  let receiver_id: number;
  let type: string;
  try {
    receiver_id = toReceiver(fields.receiver_id);
    friendOrRefusal(world, me, receiver_id);
    type = await kindOf(file.head, name, ...file.given_names);
  } catch (error) {
    await world.disk.discard(id);
    throw error;
  }
  await keep(world, 'files', id, ({ now }) => {
    friendOrRefusal(world, me, receiver_id);
    if (world.files.usedBy(me.id) + size > world.config.user_quota_bytes) {
      throw new Refusal('quotaReached');
    }
    world.files.add({ id, owner_id: me.id, receiver_id, name, size, type, now });
  });
  return { file_url: fileUrl(id), file_id: id, file_name: name, file_size: size, file_type: type };
};
