// Locks the page once nobody has used it for as long as its person chose; not in a call, and not while
// something is recorded or taken along.
import { effect } from '@preact/signals';
import type { People } from '../people/people';
import type { Clock, Tab } from '../platform';
import type { Screen } from '../ui/screen';
import type { Update } from '../ui/update';
import type { AppLock } from './app-lock';

interface Needs {
  appLock: Pick<AppLock, 'settings' | 'lock' | 'renameCallers'>;
  clock: Clock;
  /** It must not be cut short. */
  isHeld: () => boolean;
  people: Pick<People, 'onList'>;
  tab: Tab;
}

const look_every_ms = 10_000;

export const followLock = ({ appLock, clock, isHeld, people, tab }: Needs): void => {
  const begun = clock.now();
  let cancel = () => {};
  const look = (): void => {
    cancel();
    const settings = appLock.settings.value;
    if (settings === null) return;
    const unused_ms = clock.now() - Math.max(begun, tab.usedAt());
    if (unused_ms >= settings.after_ms && !isHeld()) {
      void appLock.lock();
      return;
    }
    cancel = clock.after(look_every_ms, look);
  };
  effect(look);
  // A device that slept has no timers.
  tab.onWake(look);
  people.onList((friends) => {
    const callers = appLock.settings.value?.callers;
    if (!callers) return;
    const names = friends.map(({ id, username }) => [id, username] as const);
    if (names.some(([id, name]) => callers[id] !== name)) {
      void appLock.renameCallers(Object.fromEntries(names));
    }
  });
};

interface Beginning extends Omit<Needs, 'appLock' | 'isHeld'> {
  appLock: AppLock;
  screen: Pick<Screen, 'phase'>;
  update: Pick<Update, 'isHeld'>;
}

/** Once somebody is in. */
export const beginLock = async (needs: Beginning, isInCall: () => boolean): Promise<void> => {
  const { appLock, screen, update } = needs;
  await appLock.begin(() => screen.phase.value === 'ready').catch(() => {});
  followLock({ ...needs, isHeld: () => isInCall() || update.isHeld() });
};
