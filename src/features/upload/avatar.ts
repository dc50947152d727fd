// Uploading an avatar.
import { receiveMultipart } from '../../http/multipart/receive';
import { avatarUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { toAvatar } from '../../platform/image/avatar';
import type { FairQueue } from '../../platform/turns/fair-queue';
import { Refusal } from '../../protocol/errors';
import { avatar_bytes_max } from '../../protocol/upload-limits';
import { profileUpdated } from '../../realtime/outgoing';
import type { World } from '../../world';
import { fanOut } from '../shared/fan-out';
import { keep, mustBeWaiting } from './keep';

type Deps = Pick<
  World,
  'ledger' | 'users' | 'friends' | 'files' | 'disk' | 'fileDeletion' | 'tokens'
>;

/** @throws unreadableBody, tooManyRequests, fileTypeUnsupported, fileTooLarge, cannotStore */
export const uploadAvatar = async (
  world: Deps,
  { oneByOne, ended }: { oneByOne: FairQueue; ended: AbortSignal | undefined },
  me: Me,
  request: Request,
) => {
  const { disk, files, users } = world;
  const { file } = await receiveMultipart(request, disk, {
    bytes_max: avatar_bytes_max,
    fields: [],
    ended,
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
    mustBeWaiting(request);
    // It may have ended while the bytes came.
    world.tokens.mustBeLive(me);
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
    users.setProfile(changed);
    fanOut(world, me.id, publish, (to) => profileUpdated(to, changed));
    after(() => void world.fileDeletion.run());
  });
  return { avatar_url };
};
