// The end of what a device keeps of somebody: promised first, so that what was cut short or could not be
// done is taken up again at the next start.
import { createSerialQueue } from '../../../serial-queue';
import type { Platform } from '../../platform';
import type { Device } from '../device';
import { storeKeyName } from '../names';
import { StoreFault } from './connection';

interface Needs extends Pick<Platform, 'openOfflineStore' | 'openChannel' | 'removeOfflineStore'> {
  device: Device;
}

interface Wipe {
  user_id: number;
  /** What the person changed, and the server does not know yet, stays. */
  isChangesKept: boolean;
}

const WIPING = 'wiping';
export const OFFLINE_CHANNEL = 'chat8 offline';

export const createWiping = (needs: Needs) => {
  const { device, openOfflineStore, removeOfflineStore, openChannel } = needs;
  const due = async (): Promise<Wipe[]> => (await device.get<Wipe[]>(WIPING)) ?? [];
  const inOrder = createSerialQueue();
  // What is promised waits for no wipe that hangs, and no wipe that ends takes it back.
  const promising = createSerialQueue();
  const promise = (user_id: number, more: Wipe[]): Promise<void> =>
    promising(async () => {
      const others = (await due()).filter((each) => each.user_id !== user_id);
      await device.put(WIPING, [...others, ...more]);
    });

  const wipeNow = async ({ user_id, isChangesKept }: Wipe): Promise<void> => {
    await device.remove(storeKeyName(user_id));
    const store = await openOfflineStore(user_id);
    await store.clearAll(isChangesKept);
    const isEmpty = (await store.changes()).length === 0;
    store.close();
    openChannel(OFFLINE_CHANNEL).post({ type: 'wiped', user_id });
    if (isEmpty) await removeOfflineStore(user_id);
  };
  /** False if it is to be tried again; what a later build keeps is not this one's to remove. */
  const isOver = (wipe: Wipe): Promise<boolean> =>
    wipeNow(wipe).then(
      () => true,
      (error) => error instanceof StoreFault && error.trouble === 'newer',
    );
  const runAll = async (): Promise<void> => {
    for (const wipe of await due()) {
      if (await isOver(wipe)) await promise(wipe.user_id, []);
    }
  };
  const run = (): Promise<void> => inOrder(runAll);
  return {
    /** What is still due. */
    run,
    async wipe(user_id: number, isChangesKept: boolean): Promise<void> {
      await promise(user_id, [{ user_id, isChangesKept }]);
      await run();
    },
  };
};
