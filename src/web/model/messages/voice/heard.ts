// Which voice messages were heard on this device. Nobody else learns of it: what was read is told by the
// list of messages, as for every message.
import { signal } from '@preact/signals';
import type { Clock } from '../../platform';
import type { Offline } from '../../store/offline/offline';
import type { Item } from '../item';
import { isVoice } from '../media/kinds';

const heard_max = 1_000;
/** As the device keeps them. */
const HEARD = 'heard voices';

/** By id, with when they came (ms). */
type Heard = [id: number, at: number][];

interface Kept {
  /** All that came before counts as heard: this device does not know. */
  since: number;
  heard: Heard;
}

interface Needs {
  clock: Clock;
  offline: Pick<Offline, 'store'>;
  userId: () => number;
}

const isKept = (value: unknown): value is Kept => {
  const { since, heard } = (value ?? {}) as Partial<Kept>;
  return typeof since === 'number' && Array.isArray(heard);
};

export const createHeard = ({ clock, offline, userId }: Needs) => {
  const kept = signal<Kept>({ since: clock.now(), heard: [] });
  /** Without a store it lasts as long as this page. */
  const change = (next: Kept): void => {
    kept.value = next;
    void offline
      .store()
      ?.putMeta(HEARD, next)
      .catch(() => {});
  };
  return {
    /** With what this device kept of it, if anything. */
    async begin(): Promise<void> {
      const before = await offline
        .store()
        ?.meta(HEARD)
        .catch(() => null);
      if (isKept(before)) kept.value = before;
      else change({ since: clock.now(), heard: [] });
    },
    isUnheard({ id, sender_id, file, at }: Item): boolean {
      if (id === 0 || file === null || !isVoice(file) || sender_id === userId()) return false;
      const { since, heard } = kept.value;
      return Date.parse(at) >= since && !heard.some(([each]) => each === id);
    },
    note({ id, at }: Item): void {
      const { since, heard } = kept.value;
      const all: Heard = [...heard, [id, Date.parse(at)]];
      const gone = all.slice(0, Math.max(0, all.length - heard_max));
      change({
        since: Math.max(since, ...gone.map(([, came]) => came + 1)),
        heard: all.slice(gone.length),
      });
    },
  };
};

export type HeardVoices = ReturnType<typeof createHeard>;
