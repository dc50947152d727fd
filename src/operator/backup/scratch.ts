// Where unfinished work lies: beside its place, held by its process. What a killed one left is
// known by nobody holding it, and goes away with the next.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { holdLock } from '../../db/file/lock';
import { scratch_forgotten_ms } from '../../protocol/limits';
import { inWords } from './fault';

const LOCK = 'held';

/** Removes what nobody holds any more. */
const sweep = async (parent: string, prefix: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(parent, name);
    const lock = await stat(join(path, LOCK)).catch(() => undefined);
    const made = await stat(path).catch(() => undefined);
    if (made?.isDirectory() !== true) continue;
    // Without a lock it is a moment old, or was killed in that moment.
    const isYoung = lock === undefined && Date.now() - made.mtimeMs < scratch_forgotten_ms;
    const release = isYoung ? undefined : holdLock(join(path, LOCK));
    if (release === undefined) continue;
    await rm(path, { recursive: true, force: true });
    release();
  }
};

export interface Scratch {
  dir: string;
  /** Removes it, with all that is still in it. */
  close(): Promise<void>;
}

/** A new directory in `parent`, 0700. @throws BackupError */
export const openScratch = async (parent: string, prefix: string): Promise<Scratch> => {
  try {
    await sweep(parent, prefix);
    const dir = await mkdtemp(join(parent, prefix));
    const release = holdLock(join(dir, LOCK));
    return {
      dir,
      async close() {
        await rm(dir, { recursive: true, force: true });
        release?.();
      },
    };
  } catch (error) {
    throw inWords(error, parent);
  }
};
