// Large answers leave half a gigabyte behind before the engine collects it by itself.
import { collect_every_units } from '../../protocol/limits';

/** Takes the length of each large answer, in UTF-16 units, and collects every so many. */
export const createGarbageCollection = () => {
  let units = 0;
  return (length: number): void => {
    units += length;
    if (units < collect_every_units) return;
    units = 0;
    // In a turn of its own, after the answer that is being sent.
    setImmediate(() => Bun.gc(true));
  };
};
