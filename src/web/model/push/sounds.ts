// A soft tone when a message arrives in a page that nobody looks at, in one tab of the browser; none if
// the system sounds for it.
import { effect, signal, untracked } from '@preact/signals';
import { isWithin, quietFormat } from '../../../protocol/quiet-hours';
import type { Conversations } from '../messages/conversations';
import type { Silences } from '../messages/own-view/silences';
import type { Clock, PushPlatform, Tab } from '../platform';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import type { Locks } from '../store/locks';
import type { PushModel } from './push';
import type { Quiet } from './subscribing';

interface Needs {
  clock: Clock;
  conversations: Conversations;
  localStore: LocalStore;
  locks: Pick<Locks, 'manager'>;
  push: Pick<PushPlatform, 'tone' | 'permission'>;
  pushModel: Pick<PushModel, 'own' | 'load'>;
  silences: Silences;
  tab: Tab;
}

const OFF = 'sound off';
/** One for messages that come together. */
const apart_ms = 2_000;
/** What the person set on another device is heard of so late at most. */
const settings_ms = 60_000;

const isQuietAt = (quiet: Quiet, now: number): boolean =>
  quiet !== null && isWithin(quiet, quietFormat(quiet.zone).format(now));

/** What the person wants to hear at this time, on this device. */
const createWanted = ({ clock, push, pushModel }: Needs) => {
  let asked_at = Number.NEGATIVE_INFINITY;
  let said: Awaited<ReturnType<PushModel['load']>> | null = null;
  return async (): Promise<boolean> => {
    const now = clock.now();
    if (now - asked_at > settings_ms) {
      asked_at = now;
      said = await pushModel.load().catch(() => said);
    }
    const { enabled = false, dnd_until = null, calls_only = false } = said ?? {};
    const own = pushModel.own();
    // Whatever no page shows is pushed to this device too, and its notification is heard.
    const isNotified = enabled && own?.state === 'good' && push.permission() === 'granted';
    const isDisturbing = dnd_until === null || Date.parse(dnd_until) <= now;
    return isDisturbing && !isNotified && !calls_only && !isQuietAt(own?.quiet ?? null, now);
  };
};

export const createSounds = (needs: Needs) => {
  const { clock, conversations, localStore, locks, push, silences, tab } = needs;
  const isOn = signal(localStore.get(OFF) === null);
  const isWanted = createWanted(needs);
  let last_ms = Number.NEGATIVE_INFINITY;

  /** Of several tabs one holds the lock for as long as the others would still sound. */
  const soundOnce = async (): Promise<void> => {
    if (clock.now() - last_ms < apart_ms || !(await isWanted())) return;
    last_ms = clock.now();
    if (locks.manager === undefined) return push.tone();
    await locks.manager.request('chat8 sound', { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      push.tone();
      await new Promise<void>((resolve) => void clock.after(apart_ms, resolve));
    });
  };

  return {
    isOn: readonly(isOn),
    /** Turned on, it is heard at once. */
    turn(next: boolean): void {
      isOn.value = next;
      if (next) localStore.remove(OFF);
      else localStore.set(OFF, 'yes');
      if (next) push.tone();
    },
    /** Once for a page. */
    follow(): void {
      effect(() => {
        const item = conversations.arrived.value;
        const isHeard = () =>
          isOn.value && !tab.isVisible() && !silences.isSilent(item?.sender_id ?? 0);
        if (item !== null && !item.isRead && untracked(isHeard)) void soundOnce().catch(() => {});
      });
    },
  };
};
