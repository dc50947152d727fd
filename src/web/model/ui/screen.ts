// Which screen is shown, and the dialogs on top of it.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';

type Phase =
  | 'starting'
  | 'insecure'
  | 'unreachable'
  | 'welcome'
  | 'recovery'
  | 'locked'
  /** The app lock: nothing is open, and nothing of anybody is here. */
  | 'appLocked'
  | 'ready';

/** A smaller difference does not matter. */
const clock_off_ms_min = 5 * 60_000;

export const createScreen = ({ isBlocked }: { isBlocked: boolean }) => {
  const phase = signal<Phase>('starting');
  const opened = signal<number | null>(null);
  const place = signal<{ friend_id: number; id: number | 'end' } | null>(null);
  const dialogs = signal<number[]>([]);
  const isRestored = signal(false);
  const isStorageBlocked = signal(isBlocked);
  const clockOff_ms = signal(0);
  let layers = 0;
  return {
    phase: readonly(phase),
    /** The friend whose conversation is open. */
    opened: readonly(opened),
    /** Where the reader asked to go: a message, or the end. Each request is a new object. */
    place: readonly(place),
    /** The open dialogs, the topmost last. */
    dialogs: readonly(dialogs),
    /** The server's data is from a backup: its newest messages may be missing. */
    isRestored: readonly(isRestored),
    /** The browser blocks storage for this page, and the warning was not dismissed yet. */
    isStorageBlocked: readonly(isStorageBlocked),
    /** This device's clock minus the server's; 0 if they agree well enough. */
    clockOff_ms: readonly(clockOff_ms),
    show(next: Phase): void {
      phase.value = next;
    },
    openConversation(friend_id: number): void {
      opened.value = friend_id;
    },
    closeConversation(): void {
      opened.value = null;
    },
    goTo(friend_id: number, id: number | 'end'): void {
      place.value = { friend_id, id };
    },
    /** Returns the layer to close. */
    openDialog(): number {
      layers += 1;
      dialogs.value = [...dialogs.value, layers];
      return layers;
    },
    closeDialog(layer: number): void {
      dialogs.value = dialogs.value.filter((each) => each !== layer);
    },
    tellRestored(): void {
      isRestored.value = true;
    },
    dismissRestored(): void {
      isRestored.value = false;
    },
    dismissStorageBlocked(): void {
      isStorageBlocked.value = false;
    },
    clockIsOff(by_ms: number): void {
      clockOff_ms.value = Math.abs(by_ms) > clock_off_ms_min ? by_ms : 0;
    },
  };
};

export type Screen = ReturnType<typeof createScreen>;
