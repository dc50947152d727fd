// What a start needs of the server's word, from this device: who was here last, and since when the
// server was not heard.
import type { Profile } from '../../../features/user/model';
import type { Engine, KeptText } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import type { Keeping } from '../messages/offline/keeping';
import type { Clock } from '../parts';
import type { Device } from '../store/device';
import { unheard_max_ms } from '../store/names';
import type { Offline } from '../store/offline/offline';
import type { Progress } from '../store/offline/schema';
import type { Account } from './account';

interface Needs {
  account: Account;
  clock: Clock;
  device: Device;
  engine: Engine;
  keeping: Keeping;
  keys: Keys;
  offline: Offline;
}

/** What the socket does for it. */
interface Line {
  resumeFrom(from: Progress): void;
}

const PERSON = 'person';
const ME = 'me';

export const createOfflineStart = (needs: Needs) => {
  const { account, clock, device, engine, keeping, keys, offline } = needs;

  let from: Progress | undefined;

  const profileOf = async (kept: KeptText | undefined): Promise<Profile | null> => {
    const [text = null] = kept ? await engine.openKept([kept]) : [];
    return text === null ? null : (JSON.parse(text) as Profile);
  };
  const find = async (): Promise<{ isFresh: boolean } | null> => {
    const user_id = await device.get<number>(PERSON);
    const store = user_id === undefined ? null : await offline.open(user_id);
    if (store === null) return null;
    const [heard, kept] = await Promise.all([
      store.meta<number>('heard'),
      store.meta<KeptText>(ME),
    ]);
    const me = await profileOf(kept);
    if (heard === undefined || me === null || me.id !== user_id) return null;
    account.restore(me);
    if ((await keys.copies.kept()) === undefined) return null;
    return { isFresh: clock.now() - heard < unheard_max_ms };
  };

  const remember = async (): Promise<void> => {
    const me = account.me.value;
    if (me === null || offline.store() === null) return;
    await device.put(PERSON, me.id);
    const [kept] = await engine.sealKept([JSON.stringify(me)]);
    if (kept) keeping.keepMeta(ME, kept);
  };

  return {
    /** Null if nothing is kept here of somebody. */
    find: () => find().catch(() => null),
    /** What is done here from now on is kept, with the server or without. */
    async begin(): Promise<void> {
      from = await keeping.start().catch(() => undefined);
    },
    /** Goes on from where it is, whatever tab writes it; from now on it opens without the server. */
    async keep(line: Line): Promise<void> {
      if (from) line.resumeFrom(from);
      await remember().catch(() => {});
    },
    /** Nothing opens here without the server any more, unless it is somebody else's by now. */
    async forget(): Promise<void> {
      if ((await device.get<number>(PERSON)) === account.userId()) await device.remove(PERSON);
    },
  };
};

export type OfflineStart = ReturnType<typeof createOfflineStart>;
