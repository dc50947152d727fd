// The way to the call doctor: its code is loaded when somebody opens it. A friend's page may ask to test
// together; that shows a question here, and opens nothing.
import { signal } from '@preact/signals';
import type { EndReason } from '../calls/current';
import type { Trace } from '../calls/trace';
import { ApiError, NETWORK } from '../net/api-error';
import type { Frame } from '../net/frames';
import type { People } from '../people/people';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { Doctor, Together } from './doctor';

interface Needs {
  clock: Clock;
  isInCall: () => boolean;
  load: () => Promise<() => Doctor>;
  people: Pick<People, 'friendOf'>;
  userId: () => number;
}

/** What it was opened for. */
export type Opened =
  | { about: 'call'; friend_id: number; end: EndReason; trace: Trace | null }
  | { about: 'friend'; together: Together };

/** A little less than the server keeps such a call. */
const asked_ms = 110_000;
/** After a no, that friend asks nothing more here for a while. */
const declined_ms = 10 * 60_000;
const call_id_chars_max = 64;

/** Who asks to test together. */
const createRequests = ({ clock, isInCall, people, userId }: Needs, isBusy: () => boolean) => {
  const asked = signal<Required<Together> | null>(null);
  const declined = new Map<number, number>();
  let forget = () => {};
  const clear = (): void => {
    forget();
    asked.value = null;
  };
  return {
    asked: readonly(asked),
    clear,
    /** A question at a time, and of friends alone. */
    came(call_id: string, friend_id: number): void {
      const isKnown = people.friendOf(friend_id) !== undefined && friend_id !== userId();
      const isRefused = clock.now() < (declined.get(friend_id) ?? 0);
      const isName = call_id !== '' && call_id.length <= call_id_chars_max;
      if (!isKnown || isRefused || !isName || isInCall() || isBusy() || asked.value) return;
      asked.value = { call_id, friend_id };
      forget = clock.after(asked_ms, clear);
    },
    decline(): void {
      if (asked.value) declined.set(asked.value.friend_id, clock.now() + declined_ms);
      clear();
    },
  };
};

export const createLazyDoctor = (needs: Needs) => {
  const doctor = signal<Doctor | null>(null);
  const opened = signal<Opened | null>(null);
  let loading: Promise<Doctor> | undefined;
  const isBusy = (): boolean => !['idle', 'done'].includes(doctor.value?.step.value ?? 'idle');
  const requests = createRequests(needs, isBusy);

  const load = async (): Promise<Doctor> => {
    const create = await needs.load().catch(() => {
      throw new ApiError(0, NETWORK);
    });
    const made = create();
    doctor.value = made;
    return made;
  };
  /** @throws ApiError NETWORK */
  const open = (): Promise<Doctor> => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    /** Null until it was started. */
    doctor: readonly(doctor),
    /** Above the page, for a call that failed or with a friend. */
    opened: readonly(opened),
    /** The friend who asks. */
    asked: requests.asked,
    decline: requests.decline,
    /** @throws ApiError */
    start: async (together: Together | null = null): Promise<void> =>
      (await open()).start(together),
    stop: (): void => doctor.value?.close(),
    close(): void {
      opened.value = null;
      doctor.value?.close();
    },
    /** For a call that failed. */
    explain(friend_id: number, end: EndReason, trace: Trace | null): void {
      opened.value = { about: 'call', friend_id, end, trace };
    },
    join(): void {
      const together = requests.asked.value;
      requests.clear();
      if (together) opened.value = { about: 'friend', together };
    },
    heard({ type, data }: Frame): void {
      if (type === 'call_test') requests.came(String(data.call_id), Number(data.user_id));
      else if (type === 'call_signal' && isBusy()) {
        doctor.value?.heard({ type, data } as Frame);
      }
    },
  };
};

export type LazyDoctor = ReturnType<typeof createLazyDoctor>;
