// What a person chose for all calls on this device. It is read with each call, and stays with the
// device: whoever signs in here again is as hidden as before.
import { signal } from '@preact/signals';
import type { LocalStore } from '../store/local-store';

interface Needs {
  localStore: LocalStore;
  userId: () => number;
}

export const createCallSettings = ({ localStore, userId }: Needs) => {
  const changes = signal(0);
  const name = (): string => `call hides address ${userId()}`;
  return {
    /** The other one of a call is to learn no address of this device: only the relay's. */
    hidesAddress: (): boolean => changes.value >= 0 && localStore.get(name()) === 'yes',
    hideAddress(isHidden: boolean): void {
      if (isHidden) localStore.set(name(), 'yes');
      else localStore.remove(name());
      changes.value += 1;
    },
  };
};

export type CallSettings = ReturnType<typeof createCallSettings>;
