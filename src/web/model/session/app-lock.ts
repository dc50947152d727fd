// The app lock of this device: from when nobody used it, or at once, nothing is open here and nothing of
// anybody is on the page, until a PIN or a passkey opens it. After five wrong PINs only the password does.
import { signal } from '@preact/signals';
import { fromBase64url, toBase64url } from '../../crypto/bytes';
import type { Engine } from '../../crypto/engine';
import type { LockSecret } from '../../crypto/vault/device-lock';
import { createSerialQueue } from '../../serial-queue';
import { EngineFault } from '../keys/engine-client';
import type { Api } from '../net/api';
import type { Platform } from '../platform';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import { storeKeyName } from '../store/names';
import type { Offline } from '../store/offline/offline';
import type { Account } from './account';
import type { Devices } from './devices';
import type { LockRecord, LockSettings } from './lock-record';
import { createLockRecord } from './lock-record';
import { createLockedLine } from './locked-line';

const lock_tries_max = 5;
const lock_after_ms_default = 5 * 60_000;

interface Needs
  extends Pick<Platform, 'clock' | 'openChannel' | 'openSocket' | 'passkeys' | 'push' | 'tab'> {
  account: Account;
  api: Api;
  device: Device;
  devices: Pick<Devices, 'renewSlot'>;
  engine: Engine;
  offline: Offline;
}

const CHANNEL = 'chat8 app lock';
const prf_salt_bytes = 32;

/** On the page that is locked. */
const createUnlocking = (needs: Needs, record: LockRecord, isLost: () => void) => {
  const { engine, passkeys } = needs;
  const line = createLockedLine(needs);
  const triesLeft = signal(lock_tries_max);
  const byPasskey = signal(false);
  const giveUp = async (): Promise<void> => {
    const found = await record.find();
    line.end();
    if (found) await record.drop(found.user_id);
    isLost();
  };
  const open = async (secretOf: (settings: LockSettings) => Promise<LockSecret>): Promise<void> => {
    const found = await record.find();
    if (found === undefined) return;
    const { user_id, key, settings } = found;
    const secret = await secretOf(settings);
    // Counted first: whoever loads the page again has not one more.
    const tries = (await record.tries(user_id)) + 1;
    await record.setTries(user_id, tries);
    try {
      await engine.unlockDevice(key, secret);
    } catch (error) {
      if (!(error instanceof EngineFault)) throw error;
      triesLeft.value = Math.max(0, lock_tries_max - tries);
      if (tries >= lock_tries_max) await giveUp();
      throw error;
    }
    line.end();
    await record.setTries(user_id, 0);
  };
  return {
    /** Somebody calls while it is locked. */
    call: line.call,
    /** Of a PIN. */
    triesLeft: readonly(triesLeft),
    byPasskey: readonly(byPasskey),
    /** This page has to be unlocked before anything of its person is read. */
    async isDue(): Promise<boolean> {
      const found = await record.find();
      if (found === undefined || (await engine.isUnlocked(found.key))) return false;
      byPasskey.value = found.settings.credential !== '';
      triesLeft.value = lock_tries_max - (await record.tries(found.user_id));
      line.begin(found.user_id, found.settings.callers);
      return true;
    },
    /** @throws EngineFault locked if it is another; after five the password is asked for */
    unlockByPin: (pin: string): Promise<void> => open(async () => ({ pin })),
    /** @throws NotAllowedError if the person says no */
    unlockByPasskey: (): Promise<void> =>
      open(async ({ credential, salt }) => ({
        prf: await passkeys.ask(credential, fromBase64url(salt)),
      })),
    /** The PIN or the passkey is lost: the password opens, and the lock is off. */
    giveUp,
  };
};

/** What its person chooses about it. */
const createChoices = (record: LockRecord, userId: () => number) => {
  const settings = signal<LockSettings | null>(null);
  const inOrder = createSerialQueue();
  const keep = async (next: LockSettings): Promise<void> => {
    await record.keep(userId(), next);
    settings.value = next;
  };
  const read = async (): Promise<void> => {
    const found = await record.find();
    settings.value = found?.user_id === userId() ? found.settings : null;
  };
  /** Of what this device keeps by now: another tab may have changed the rest. */
  const change = (act: (now: LockSettings) => Partial<LockSettings>): Promise<void> =>
    inOrder(async () => {
      await read();
      const now = settings.value;
      if (now) await keep({ ...now, ...act(now) });
    });
  return {
    keep,
    read,
    shown: {
      /** Null while it is off. */
      settings: readonly(settings),
      lockAfter: (after_ms: number): Promise<void> => change(() => ({ after_ms })),
      /** Who may be named when they call while it is locked; null: nobody. */
      nameCallers: (callers: LockSettings['callers']): Promise<void> => change(() => ({ callers })),
      /** They are called otherwise by now; nobody is named who was not before. */
      renameCallers: (names: NonNullable<LockSettings['callers']>): Promise<void> =>
        change(({ callers }) => ({ callers: callers && names })),
    },
  };
};

type Choices = ReturnType<typeof createChoices>;

/** Its key takes the place of the one that lies open, and what was kept under that one goes. */
const createTurning = (
  needs: Needs,
  record: LockRecord,
  { keep }: Choices,
  lock: () => Promise<void>,
) => {
  const { account, device, devices, engine, offline, passkeys } = needs;
  const turnOn = async (secret: LockSecret, by: Pick<LockSettings, 'credential' | 'salt'>) => {
    const user_id = account.userId();
    let kid = '';
    await devices.renewSlot(async () => {
      const key = await engine.newLockedDevice(secret);
      kid = key.kid;
      return key;
    });
    // It comes again, sealed by a key that lies with the other.
    await offline.store()?.clear();
    await device.put(storeKeyName(user_id), { lockedBy: kid });
    await record.setTries(user_id, 0);
    await keep({ ...by, after_ms: lock_after_ms_default, callers: null });
    await lock();
  };
  return {
    hasPasskeys: (): Promise<boolean> => passkeys.isAvailable().catch(() => false),
    /** It locks at once, so that it is seen to work. @throws ApiError: then it is off */
    turnOnByPin: (pin: string): Promise<void> => turnOn({ pin }, { credential: '', salt: '' }),
    /** False if this device's passkeys give no secret. @throws NotAllowedError, ApiError */
    async turnOnByPasskey(): Promise<boolean> {
      const salt = crypto.getRandomValues(new Uint8Array(prf_salt_bytes));
      const made = await passkeys.make(account.me.value?.username ?? '', salt);
      if (made === null) return false;
      const { credential, prf } = made;
      await turnOn({ prf }, { credential, salt: toBase64url(salt) });
      return true;
    },
    /** What is kept here is loaded again. @throws ApiError */
    async turnOff(): Promise<void> {
      await devices.renewSlot(() => engine.newDevice());
      await record.forget(account.userId());
      // The other tabs, too: they would keep by a key that is gone.
      await lock();
    },
  };
};

export const createAppLock = (needs: Needs, isLost: () => void) => {
  const { account, engine, openChannel, tab } = needs;
  const record = createLockRecord(needs);
  const choices = createChoices(record, account.userId);
  const channel = openChannel(CHANNEL);
  /** Nothing of this page stays in memory, nor of the others of this browser. */
  const lock = async (): Promise<void> => {
    channel.post({ type: 'lock' });
    await engine.close();
    tab.reload();
  };
  return {
    ...choices.shown,
    ...createUnlocking(needs, record, isLost),
    ...createTurning(needs, record, choices, lock),
    /** Once somebody is in; `isReady` says whether this page shows anything. */
    async begin(isReady: () => boolean): Promise<void> {
      await choices.read();
      channel.listen((message) => {
        if ((message as { type?: string }).type === 'lock' && isReady()) {
          void engine.close().finally(tab.reload);
        }
      });
    },
    lock,
  };
};

export type AppLock = ReturnType<typeof createAppLock>;
