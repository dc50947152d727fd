// Avatars and files: received, examined, kept, or gone without a trace.

import type { JobContext } from '../../db/ledger';
import { receiveMultipart } from '../../http/multipart/receive';
import { avatarUrl, fileUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import type { Shelf } from '../../platform/disk';
import type { FairQueue } from '../../platform/fair-queue';
import { toAvatar } from '../../platform/image/avatar';
import { invalid, Refusal } from '../../protocol/errors';
import { avatar_bytes_max, multipart_overhead_bytes_max } from '../../protocol/limits';
import { profileUpdated } from '../../realtime/outgoing';
import { kindOf } from '../../values/filekind';
import type { World } from '../../world';
import { friendOrRefusal } from '../shared/access';
import { fanOut } from '../shared/fan-out';

type Deps = Pick<
  World,
  'config' | 'ledger' | 'users' | 'friends' | 'files' | 'disk' | 'fileDeletion'
>;

/**
 * A file has its place before its row is written, for whoever is told of it may ask for it at
 * once. If there is no row in the end, the file goes again.
 */
const keep = async (
  { disk, ledger }: Pick<World, 'disk' | 'ledger'>,
  shelf: Shelf,
  id: string,
  job: (turn: JobContext) => void,
): Promise<void> => {
  try {
    await disk.keep(shelf, id);
    await ledger.write(job);
  } catch (error) {
    await disk.remove(shelf, id);
    throw error;
  } finally {
    // What can't be discarded now, the next start sweeps.
    await disk.discard(id).catch(() => {});
  }
};

/** @throws tooManyRequests, fileTypeUnsupported, fileTooLarge, cannotStore */
export const uploadAvatar = async (world: Deps, me: Me, request: Request, oneByOne: FairQueue) => {
  const { disk, files, users } = world;
  const { file } = await receiveMultipart(request, disk, {
    bytes_max: avatar_bytes_max,
    fields: [],
  });
  let bytes: Uint8Array;
  try {
    // A picture of a hundred kilobytes may open into a hundred megabytes.
    bytes = await oneByOne(async () => toAvatar(await disk.received(file.id)), String(me.id));
  } finally {
    await disk.discard(file.id);
  }
  const avatar = await disk.write(bytes);
  const avatar_url = avatarUrl(avatar.id);
  await keep(world, 'avatars', avatar.id, ({ now, publish, after }) => {
    const user = users.byId(me.id);
    if (user === undefined) throw new Refusal('tokenInvalid');
    for (const id of files.avatarsOf(me.id)) files.markDeleted(id, now);
    files.add({
      id: avatar.id,
      owner_id: me.id,
      receiver_id: null,
      name: 'avatar.webp',
      size: avatar.size,
      type: 'image/webp',
      now,
    });
    const changed = { ...user, avatar: avatar_url };
    users.identify(changed);
    fanOut(world, me.id, publish, (to) => profileUpdated(to, changed));
    after(() => void world.fileDeletion.run());
  });
  return { avatar_url };
};

const toReceiver = (text: string | undefined): number => {
  if (text !== undefined && /^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw invalid('receiver_id', 'must be the id of a friend');
};

/** No more than there is room for: whoever has none left fills no disk by trying. */
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

/** @throws fileTypeUnsupported, fileTooLarge, quotaReached, yourself, noSuchUser, notFriends, cannotStore */
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
