// Free space on the disk of the data directory. Uploads are refused early, so that messages never are.
import { statfs } from 'node:fs/promises';
import { Refusal } from '../protocol/errors';
import { free_space_low_factor } from '../protocol/limits';

/** `low` is time to act; `short`: uploads are refused. */
export type Room = 'enough' | 'low' | 'short';

export interface FreeSpace {
  /** Asks the disk again. @throws the system's errors */
  check(): Promise<{ room: Room; free_bytes: number }>;
  /** @throws cannotStore if less than the least would be left after that much */
  mustHold(bytes: number): Promise<void>;
}

export const createFreeSpace = (dir: string, free_bytes_min: number): FreeSpace => {
  const check = async () => {
    const { bavail, bsize } = await statfs(dir);
    const free_bytes = bavail * bsize;
    const isLow = free_bytes < free_bytes_min * free_space_low_factor;
    const room: Room = free_bytes < free_bytes_min ? 'short' : isLow ? 'low' : 'enough';
    return { room, free_bytes };
  };
  return {
    check,
    async mustHold(bytes) {
      // If the disk can't be queried, writing to it gives its own error.
      const found = await check().catch(() => undefined);
      if (found && found.free_bytes - bytes < free_bytes_min) throw new Refusal('cannotStore');
    },
  };
};

/** If nothing has to stay free. */
export const unlimited: FreeSpace = {
  check: async () => ({ room: 'enough', free_bytes: Number.MAX_SAFE_INTEGER }),
  mustHold: async () => {},
};
