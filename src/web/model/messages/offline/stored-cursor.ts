// How far this device is in the events of the server: up to the first that is still being dealt with.
import type { Progress } from '../../store/offline/schema';

export const createStoredCursor = () => {
  const open = new Set<number>();
  let epoch = '';
  let seq = 0;

  return {
    /** Nothing is missing up to `from`. */
    begin(from: Progress): void {
      open.clear();
      ({ epoch, seq } = from);
    },
    /** What follows `from` is still to be asked for; give it to `done` once it is here. */
    gap(from: Progress): number {
      const gap = from.seq + 1;
      open.add(gap);
      ({ epoch } = from);
      seq = Math.max(seq, gap);
      return gap;
    },
    came(event: number): void {
      open.add(event);
      seq = Math.max(seq, event);
    },
    done(event: number): void {
      open.delete(event);
    },
    /** Null before anything is known. */
    now(): Progress | null {
      return epoch === '' ? null : { epoch, seq: Math.min(seq, ...[...open].map((id) => id - 1)) };
    },
  };
};
