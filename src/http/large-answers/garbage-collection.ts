// Large answers and uploads leave half a gigabyte behind before the engine collects it by itself.
import { edenGC } from 'bun:jsc';
import {
  collect_all_every_bytes,
  collect_rest_after_ms,
  collect_young_every_bytes,
} from '../../protocol/limits';

/**
 * Takes the length of each slice, and collects every so many. Most of what slices leave behind is
 * young, and found in a millisecond; to look through everything, and give it back to the system,
 * holds the event loop for 10.
 */
export const createGarbageCollection = () => {
  let young = 0;
  let all = 0;
  let came_at = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  /** Or the last 64 MiB would lie there until somebody brings more. */
  const rest = (): void => {
    const left_ms = came_at + collect_rest_after_ms - performance.now();
    resting = left_ms > 0 ? setTimeout(rest, left_ms) : undefined;
    resting?.unref();
    if (resting !== undefined || all === 0) return;
    all = 0;
    Bun.gc(true);
  };

  return (length: number): void => {
    young += length;
    all += length;
    came_at = performance.now();
    if (young < collect_young_every_bytes) return;
    young = 0;
    if (resting === undefined) rest();
    const isAll = all >= collect_all_every_bytes;
    if (isAll) all = 0;
    // In a turn of its own, after what is being sent.
    setImmediate(isAll ? () => Bun.gc(true) : edenGC);
  };
};

export type GarbageCollection = ReturnType<typeof createGarbageCollection>;
