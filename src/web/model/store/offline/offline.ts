// The store of what this device keeps of the person who is signed in: opened with the device's key,
// and wiped with it. Whatever is the matter with it, the client works, only not without a network.
import { signal } from '@preact/signals';
import type { Platform } from '../../platform';
import { readonly } from '../../readonly';
import type { Device } from '../device';
import { storeKeyName as keyName } from '../names';
import type { StoreTrouble } from './connection';
import { StoreFault } from './connection';
import { createLocking } from './locking';
import type { OfflineStore } from './store';
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
  device: Device;
}

interface Wipe {
  user_id: number;
  /** What the person changed, and the server does not know yet, stays. */
  isChangesKept: boolean;
}

const WIPING = 'wiping';
const CHANNEL = 'chat8 offline';

const createWiping = (needs: Needs) => {
  const { device, openOfflineStore, removeOfflineStore, openChannel } = needs;
  const due = async (): Promise<Wipe[]> => (await device.get<Wipe[]>(WIPING)) ?? [];

  const wipeNow = async ({ user_id, isChangesKept }: Wipe): Promise<void> => {
    await device.remove(keyName(user_id));
    const store = await openOfflineStore(user_id);
    await store.clearAll(isChangesKept);
    const isEmpty = (await store.changes()).length === 0;
    store.close();
    openChannel(CHANNEL).post({ type: 'wiped', user_id });
    if (isEmpty) await removeOfflineStore(user_id);
  };
  const run = async (): Promise<void> => {
    for (const wipe of await due()) {
      await wipeNow(wipe).catch(() => {});
      const rest = (await due()).filter(({ user_id }) => user_id !== wipe.user_id);
      await device.put(WIPING, rest);
    }
  };
  return {
    /** What was cut short is taken up again. */
    run,
    async wipe(user_id: number, isChangesKept: boolean): Promise<void> {
      await device.put(WIPING, [...(await due()), { user_id, isChangesKept }]);
      await run();
    },
  };
};

export const createOffline = (needs: Needs) => {
  const { engine, device, openOfflineStore, openChannel } = needs;
  const wiping = createWiping(needs);
  const locking = createLocking({ ...needs, wipe: (user_id) => wiping.wipe(user_id, false) });
  const trouble = signal<StoreTrouble | null>(null);
  const writes = createWrites(needs);
  let store: OfflineStore | null = null;
  let opened = 0;

  const unlock = async (user_id: number, fresh: OfflineStore): Promise<void> => {
    const known = await device.get<CryptoKey>(keyName(user_id));
    const key = known ?? (await engine.newStoreKey());
    if (known === undefined) {
      // What was sealed by a key that is gone opens no more.
      await fresh.clear();
      await device.put(keyName(user_id), key);
    }
    await engine.useStoreKey(key);
  };
  const letGo = (): void => {
    store?.close();
    store = null;
    opened = 0;
  };

  return {
    trouble: readonly(trouble),
    writes,
    tell(next: StoreTrouble): void {
      trouble.value = next;
    },
    dismiss(): void {
      trouble.value = null;
    },
    /** Null if this browser keeps nothing. */
    store: (): OfflineStore | null => store,
    /** Once for a person; a browser that has no store is one that works online. */
    async open(user_id: number): Promise<OfflineStore | null> {
      if (opened === user_id) return store;
      letGo();
      opened = user_id;
      try {
        await wiping.run();
        await locking.unlock(user_id).catch(() => {});
        const fresh = await openOfflineStore(user_id);
        await unlock(user_id, fresh);
        store = fresh;
        writes.begin(user_id);
        if (fresh.wasRebuilt) trouble.value = 'rebuilt';
        openChannel(CHANNEL).listen((message) => {
          const told = message as { type?: string; user_id?: number };
          if (told.type === 'wiped' && told.user_id === user_id) letGo();
        });
      } catch (error) {
        trouble.value = error instanceof StoreFault ? error.trouble : 'missing';
      }
      return store;
    },
    async wipe(user_id: number, isChangesKept: boolean): Promise<void> {
      letGo();
      await wiping.wipe(user_id, isChangesKept);
    },
    locking,
    letGo,
  };
};

export type Offline = ReturnType<typeof createOffline>;
