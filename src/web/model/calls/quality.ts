// How the line is, in words: measured every two seconds, told when it stays so. Where it is narrow the
// picture gets smaller before the voice breaks.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { Connection, Measure } from './platform';

type Quality = 'good' | 'weak';

const every_ms = 2_000;
const lost_max = 0.06;
const round_trip_ms_max = 500;
/** So often in a row before it is told. */
const weak_measures = 2;
const good_measures = 5;

const isWeak = ({ lost, round_trip_ms }: Measure): boolean =>
  lost > lost_max || round_trip_ms > round_trip_ms_max;

interface Needs {
  clock: Clock;
  /** Undefined while there is none. */
  connection(): Connection | undefined;
  isScreen(): boolean;
}

export const createQuality = ({ clock, connection, isScreen }: Needs) => {
  const quality = signal<Quality>('good');
  let inRow = 0;
  let cancel = () => {};

  const shape = async (): Promise<void> => {
    await connection()
      ?.shape({ isScreen: isScreen(), isNarrow: quality.value === 'weak' })
      .catch(() => {});
  };
  const measured = async (measure: Measure): Promise<void> => {
    const next = isWeak(measure) ? 'weak' : 'good';
    inRow = next === quality.value ? 0 : inRow + 1;
    if (inRow < (next === 'weak' ? weak_measures : good_measures)) return;
    inRow = 0;
    quality.value = next;
    await shape();
  };
  const look = async (): Promise<void> => {
    const measure = await connection()
      ?.measure()
      .catch(() => undefined);
    if (measure) await measured(measure);
  };
  const again = (): void => {
    cancel = clock.after(every_ms, () => {
      void look();
      again();
    });
  };
  return {
    quality: readonly(quality),
    /** What is sent is another, or goes to another page. */
    shape,
    start(): void {
      cancel();
      again();
    },
    stop(): void {
      cancel();
      inRow = 0;
      quality.value = 'good';
    },
  };
};
