// The store of what this device keeps of the person who is signed in: opened with the device's key,
// and wiped with it. Whatever is the matter with it, the client works, only not without a network; and
// one that can't be had now is asked for again.
import { signal } from '@preact/signals';
import type { Platform } from '../../platform';
import { readonly } from '../../readonly';
import { createBackOff } from '../back-off';
import type { Device } from '../device';
import type { Locks } from '../locks';
import { storeKeyName as keyName } from '../names';
import type { StoreTrouble } from './connection';
import { StoreFault } from './connection';
import { createLocking } from './locking';
import type { OfflineStore } from './store';
import { createWiping, OFFLINE_CHANNEL } from './wiping';
import { createWrites } from './writes';

interface Needs
  extends Pick<
    Platform,
    | 'clock'
    | 'engine'
    | 'openOfflineStore'
    | 'openPersonStore'
    | 'removeOfflineStore'
    | 'openChannel'
  > {
  clockOff_ms: () => number;
  device: Device;
  locks: Pick<Locks, 'exclusive'>;
}

/** What is the matter, said once each time that it becomes so. */
const createTrouble = () => {
  const trouble = signal<StoreTrouble | null>(null);
  let failure: StoreTrouble | null = null;
  return {
    trouble: readonly(trouble),
    tell(next: StoreTrouble): void {
      trouble.value = next;
    },
    dismiss(): void {
      trouble.value = null;
    },
    /** It could not be opened. True if it may be later. */
    failed(error: unknown): boolean {
      const next = error instanceof StoreFault ? error.trouble : 'missing';
      if (next !== failure) trouble.value = next;
      failure = next;
      return next !== 'newer';
    },
    opened(wasRebuilt: boolean): void {
      if (failure !== null && trouble.value === failure) trouble.value = null;
      failure = null;
      if (wasRebuilt) trouble.value = 'rebuilt';
    },
  };
};

/** In place of the key: with an app lock it lies sealed with the key of the device. */
interface StoreKeyLock {
  lockedBy: string;
}

/** With the device's key, which may be there even if it can't be read now. */
const createOpening = (needs: Needs) => {
  const { engine, device, locks, openOfflineStore } = needs;
  type Known = CryptoKey | StoreKeyLock;
  const find = (user_id: number) => device.read<Known>(keyName(user_id));
  /** In one tab at a time: of two keys the second would open nothing that the first has sealed. */
  const make = (user_id: number, fresh: OfflineStore): Promise<Known> =>
    locks.exclusive(`chat8 ${keyName(user_id)}`, async () => {
      const found = await find(user_id);
      if (found !== undefined) return found;
      const key = await engine.newStoreKey();
      // What was sealed by a key that is gone opens no more.
      await fresh.clear();
      await device.put(keyName(user_id), key);
      return key;
    });
  const unlock = async (user_id: number, fresh: OfflineStore): Promise<void> => {
    const known = (await find(user_id)) ?? (await make(user_id, fresh));
    if ('lockedBy' in known) return engine.useLockedStoreKey(known.lockedBy);
    return engine.useStoreKey(known);
  };
  /** Null if it is no longer wanted. @throws StoreFault, or what it failed with */
  return async (user_id: number, isWanted: () => boolean): Promise<OfflineStore | null> => {
    const fresh = await openOfflineStore(user_id);
    try {
      await unlock(user_id, fresh);
    } catch (error) {
      fresh.close();
      throw error;
    }
    if (isWanted()) return fresh;
    fresh.close();
    return null;
  };
};

export const createOffline = (needs: Needs) => {
  const { clock, openChannel } = needs;
  const openStore = createOpening(needs);
  const wiping = createWiping(needs);
  const locking = createLocking({ ...needs, wipe: (user_id) => wiping.wipe(user_id, false) });
  const { failed, opened, ...trouble } = createTrouble();
  const writes = createWrites(needs);
  let store: OfflineStore | null = null;
  /** Whose store is open, or asked for. */
  let owner = 0;
  let openedLate = () => {};

  const letGo = (): void => {
    again.stop();
    store?.close();
    store = null;
    owner = 0;
  };
  /** @throws StoreFault, or what it failed with */
  const openFor = async (user_id: number): Promise<void> => {
    await wiping.run();
    await locking.unlock(user_id).catch(() => {});
    const fresh = await openStore(user_id, () => owner === user_id);
    if (fresh === null) return;
    store = fresh;
    writes.begin(user_id);
    opened(fresh.wasRebuilt);
    openChannel(OFFLINE_CHANNEL).listen((message) => {
      const told = message as { type?: string; user_id?: number };
      if (told.type === 'wiped' && told.user_id === user_id) letGo();
    });
  };
  const attempt = async (user_id: number): Promise<void> => {
    await openFor(user_id).catch((error) => {
      if (owner === user_id && failed(error)) again.later();
    });
  };
  const again = createBackOff(clock, () => {
    void attempt(owner).then(() => store && openedLate());
  });

  return {
    ...trouble,
    writes,
    /** Null if this browser keeps nothing, or gives it later. */
    store: (): OfflineStore | null => store,
    /** Once for a person; a browser that has no store is one that works online. */
    async open(user_id: number): Promise<OfflineStore | null> {
      if (owner === user_id) return store;
      letGo();
      owner = user_id;
      await attempt(user_id);
      return store;
    },
    /** It could not be opened when it was asked for, and is here now. */
    onLate(act: () => void): void {
      openedLate = act;
    },
    /** What was signed out of and could not be removed then. */
    wipeDue: wiping.run,
    async wipe(user_id: number, isChangesKept: boolean): Promise<void> {
      letGo();
      await wiping.wipe(user_id, isChangesKept);
    },
    locking,
    letGo,
  };
};

export type Offline = ReturnType<typeof createOffline>;
