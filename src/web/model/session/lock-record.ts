// What this device keeps of its app lock: whose it is, what was chosen, and how often it was tried in vain.
import type { DeviceKey } from '../../crypto/engine';
import type { LockedDevice } from '../../crypto/vault/locked-device';
import { isLocked } from '../../crypto/vault/locked-device';
import type { Device } from '../store/device';
import {
  deviceKeyName,
  LOCKED_PERSON,
  lockName,
  lockTriesName,
  storeKeyName,
} from '../store/names';

/** As the device keeps it, in the clear: it is read before anything is open. */
export interface LockSettings {
  /** Of the passkey, and of what is asked of it; '' with a PIN. */
  credential: string;
  salt: string;
  after_ms: number;
  /** Who may be named when they call, by id; null: nobody is. */
  callers: Record<number, string> | null;
}

/** What is kept of it on this device. */
export const createLockRecord = ({ device }: { device: Device }) => {
  const keyOf = (user_id: number) => device.get<DeviceKey>(deviceKeyName(user_id));
  return {
    /** Whose device is locked, and by what; undefined if it is nobody's. */
    async find(): Promise<
      { user_id: number; key: LockedDevice; settings: LockSettings } | undefined
    > {
      const user_id = await device.get<number>(LOCKED_PERSON);
      if (user_id === undefined) return undefined;
      const [key, settings] = [
        await keyOf(user_id),
        await device.get<LockSettings>(lockName(user_id)),
      ];
      return settings && isLocked(key) ? { user_id, key, settings } : undefined;
    },
    tries: async (user_id: number): Promise<number> =>
      (await device.get<number>(lockTriesName(user_id))) ?? 0,
    setTries: (user_id: number, count: number): Promise<void> =>
      device.put(lockTriesName(user_id), count),
    async keep(user_id: number, settings: LockSettings): Promise<void> {
      await device.put(lockName(user_id), settings);
      await device.put(LOCKED_PERSON, user_id);
    },
    /** It is off: the key of the device lies open again, and what is kept comes under another. */
    async forget(user_id: number): Promise<void> {
      const names = [storeKeyName, lockName, lockTriesName];
      for (const nameIn of names) await device.remove(nameIn(user_id));
    },
    /** From now on nothing here opens but by the password. */
    async drop(user_id: number): Promise<void> {
      const names = [deviceKeyName, storeKeyName, lockName, lockTriesName];
      for (const nameIn of names) await device.remove(nameIn(user_id));
    },
  };
};

export type LockRecord = ReturnType<typeof createLockRecord>;
