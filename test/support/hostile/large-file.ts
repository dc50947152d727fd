// A file that goes up in parts, with words to it.
import { upload_part_bytes_max } from '../../../src/protocol/upload-limits';
import type { Cast } from './cast';
import { newDevice } from './cast';
import type { Kept } from './kept';
import type { Life } from './life';
import { newLife, openAll, start, wish } from './life';
import type { Written } from './written';
import { MARKER, next, note } from './written';

/** More than one part. */
const bytes = new Uint8Array(upload_part_bytes_max + 1);

export const sendLarge = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = newLife(cast, newDevice(cast.liar, kept), written);
  await start(life);
  await openAll(life);
  const { actions } = life.device.app;
  const friend = cast.friends.find(({ state }) => state === 'compared');
  if (!friend) throw new Error('one was compared');
  const { id, username } = friend.person;
  wish(life, () => {
    const text = note(written.typed, id, next(`${MARKER} with a file to ${username}`));
    life.typed.push({ friend, text });
    const chosen = {
      blob: new Blob([bytes]),
      name: `${MARKER}.bin`,
      type: 'application/zip',
      text,
    };
    return actions.sendFile(id, chosen).then(({ sent }) => sent);
  });
  await life.device.idle();
  return life;
};
