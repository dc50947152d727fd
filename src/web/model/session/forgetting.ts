// What a sign-out removes from this device, whether the conversations were ever shown or not.
import type { PushPlatform } from '../platform';
import type { Device } from '../store/device';
import { forgetDelivered } from '../store/forget-delivered';
import type { LocalStore } from '../store/local-store';
import { LAST_PERSON, wishName } from '../store/names';
import type { Offline } from '../store/offline/offline';
import type { SignedInLifecycle } from './signed-in-loading';

interface Needs {
  device: Device;
  /** Undefined if the conversations were never needed. */
  lifecycle: () => Pick<SignedInLifecycle, 'forgetTyped' | 'removeNow' | 'stopKeeping'> | undefined;
  localStore: LocalStore;
  offline: Offline;
  push: PushPlatform;
  userId: () => number;
}

/** Nothing of this person is notified here any more. */
export const createForgetPush =
  ({ localStore, push, userId }: Pick<Needs, 'localStore' | 'push' | 'userId'>) =>
  async (): Promise<void> => {
    localStore.remove(wishName(userId()));
    push.setBadge(0);
    const all = [push.close(() => true), push.memory.clear(), push.unsubscribe()];
    await Promise.all(all.map((each) => each.catch(() => {})));
  };

export const createForgetting = (needs: Needs) => {
  const { device, lifecycle, localStore, offline, userId } = needs;
  /** Nothing opens here without the server any more, unless it is somebody else's by now. */
  const forgetStart = async (): Promise<void> => {
    if ((await device.get<number>(LAST_PERSON)) === userId()) await device.remove(LAST_PERSON);
  };
  return {
    forgetPush: createForgetPush(needs),
    /** What waits for its time is told to the server now. */
    removeNow: async (): Promise<void> => lifecycle()?.removeNow(),
    /** Removes the drafts and unsent messages of the person. */
    async forgetTyped(): Promise<void> {
      await lifecycle()?.forgetTyped();
      // Where earlier builds kept them.
      const typed = new RegExp(`^(draft|outbox) ${userId()}( |$)`);
      for (const name of localStore.names()) if (typed.test(name)) localStore.remove(name);
    },
    /** What is kept waits for the same person's next sign-in. */
    async lockKept(): Promise<void> {
      lifecycle()?.stopKeeping();
      await forgetStart();
      await offline.locking.lock(userId());
    },
    /** Removes what the server gave and this device kept. */
    async wipeKept(isChangesKept: boolean): Promise<void> {
      lifecycle()?.stopKeeping();
      await forgetStart();
      forgetDelivered(localStore, userId());
      await offline.wipe(userId(), isChangesKept);
    },
  };
};

export type Forgetting = ReturnType<typeof createForgetting>;
