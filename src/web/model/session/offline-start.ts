// What a start needs of the server's word, from this device: who was here last, and since when the
// server was not heard.
import type { Profile } from '../../../features/user/model';
import type { Engine, KeptText } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import type { Clock } from '../platform';
import type { Device } from '../store/device';
import { KEPT_PROFILE, LAST_PERSON, unheard_max_ms } from '../store/names';
import type { Offline } from '../store/offline/offline';
import type { Account } from './account';

interface Needs {
  account: Account;
  clock: Clock;
  device: Device;
  engine: Engine;
  keys: Keys;
  offline: Offline;
}

export const createOfflineStart = (needs: Needs) => {
  const { account, clock, device, engine, keys, offline } = needs;

  const profileOf = async (kept: KeptText | undefined): Promise<Profile | null> => {
    const [text = null] = kept ? await engine.openKept([kept]) : [];
    return text === null ? null : (JSON.parse(text) as Profile);
  };
  const find = async (): Promise<{ isFresh: boolean } | null> => {
    const user_id = await device.get<number>(LAST_PERSON);
    const store = user_id === undefined ? null : await offline.open(user_id);
    if (store === null) return null;
    const [heard, kept] = await Promise.all([
      store.meta<number>('heard'),
      store.meta<KeptText>(KEPT_PROFILE),
    ]);
    const me = await profileOf(kept);
    if (heard === undefined || me === null || me.id !== user_id) return null;
    account.restore(me);
    if ((await keys.copies.kept()) === undefined) return null;
    return { isFresh: clock.now() - heard < unheard_max_ms };
  };
  return {
    /** Null if nothing is kept here of somebody. */
    find: () => find().catch(() => null),
  };
};

export type OfflineStart = ReturnType<typeof createOfflineStart>;
