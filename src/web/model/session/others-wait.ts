// Somebody signs in where something of another person waits for its owner: they are asked first whether
// it stays. Whose it is, is not said.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';
import type { Offline } from '../store/offline/offline';

interface Needs {
  offline: Pick<Offline, 'locking'>;
  userId: () => number;
}

export const createOthersWait = ({ offline: { locking }, userId }: Needs) => {
  const isAsked = signal(false);
  let answered = (_: boolean) => {};
  return {
    isAsked: readonly(isAsked),
    /** Resolves once it is decided, at once if there is nothing to decide. */
    async settle(): Promise<void> {
      if (!(await locking.doOthersWait(userId()))) return;
      isAsked.value = true;
      const stays = await new Promise<boolean>((resolve) => {
        answered = resolve;
      });
      isAsked.value = false;
      await (stays ? locking.leaveOthers(userId()) : locking.removeOthers(userId()));
    },
    answer: (stays: boolean): void => answered(stays),
  };
};

export type OthersWait = ReturnType<typeof createOthersWait>;
