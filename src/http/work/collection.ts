// The engine takes its time to collect what large answers leave, and has half a gigabyte by then.
import { collect_every_units } from '../../protocol/limits';

/** Told the length of each large answer, in UTF-16 units; collects every so many. */
export const createCollection = () => {
  let units = 0;
  return (length: number): void => {
    units += length;
    if (units < collect_every_units) return;
    units = 0;
    // In a turn of its own: the answer that is on its way goes first.
    setImmediate(() => Bun.gc(true));
  };
};
