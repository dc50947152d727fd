// Room on the disk of the data directory. Uploads are refused first, so that messages never are.
import { statfs } from 'node:fs/promises';
import { Refusal } from '../protocol/errors';
import { headroom_low_factor } from '../protocol/limits';

/** `low` is time to act; `short`: uploads are refused. */
export type Room = 'enough' | 'low' | 'short';

export interface Headroom {
  /** Looks anew. @throws the system's errors */
  look(): Promise<{ room: Room; free_bytes: number }>;
  /** @throws cannotStore where less than the least would be left after that much */
  mustHold(bytes: number): Promise<void>;
}

export const createHeadroom = (dir: string, free_bytes_min: number): Headroom => {
  const look = async () => {
    const { bavail, bsize } = await statfs(dir);
    const free_bytes = bavail * bsize;
    const isLow = free_bytes < free_bytes_min * headroom_low_factor;
    const room: Room = free_bytes < free_bytes_min ? 'short' : isLow ? 'low' : 'enough';
    return { room, free_bytes };
  };
  return {
    look,
    async mustHold(bytes) {
      // A disk that can't be asked tells by its own error when it is written to.
      const found = await look().catch(() => undefined);
      if (found && found.free_bytes - bytes < free_bytes_min) throw new Refusal('cannotStore');
    },
  };
};

/** Where nothing is to be kept free. */
export const boundless: Headroom = {
  look: async () => ({ room: 'enough', free_bytes: Number.MAX_SAFE_INTEGER }),
  mustHold: async () => {},
};
