// Scratch directories for unfinished work, beside its target and locked by its process. One that a
// killed process left isn't locked, and the next run removes it.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { holdLock } from '../../db/file/lock';
import { scratch_forgotten_ms } from '../../protocol/limits';
import { inWords } from './fault';

const LOCK = 'held';
const tries_max = 5;

/** Undefined too if its process removed it meanwhile. */
const holdUnlessGone = (path: string): (() => void) | undefined => {
  try {
    return holdLock(path);
  } catch (error) {
    if (existsSync(path)) throw error;
    return undefined;
  }
};

/** Removes those that nobody holds. */
const sweep = async (parent: string, prefix: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(parent, name);
    const lock = await stat(join(path, LOCK)).catch(() => undefined);
    const made = await stat(path).catch(() => undefined);
    if (made?.isDirectory() !== true) continue;
    // Without a lock file it is brand-new, or its process was killed at that moment.
    const isYoung = lock === undefined && Date.now() - made.mtimeMs < scratch_forgotten_ms;
    const release = isYoung ? undefined : holdUnlessGone(join(path, LOCK));
    if (release === undefined) continue;
    await rm(path, { recursive: true, force: true });
    release();
  }
};

interface Scratch {
  dir: string;
  /** Removes it, with all that is still in it. */
  close(): Promise<void>;
}

/** Between its making and its locking another run may take it for one that was left. */
const make = async (parent: string, prefix: string) => {
  for (let left = tries_max - 1; ; left -= 1) {
    const dir = await mkdtemp(join(parent, prefix));
    const release = holdUnlessGone(join(dir, LOCK));
    const isOurs = release !== undefined && existsSync(join(dir, LOCK));
    // On a file system that knows no locks it is used without one.
    if (isOurs || (left <= 0 && existsSync(dir))) return { dir, release };
    release?.();
    await rm(dir, { recursive: true, force: true });
  }
};

/** A new directory in `parent`, 0700. @throws BackupError */
export const openScratch = async (parent: string, prefix: string): Promise<Scratch> => {
  try {
    await sweep(parent, prefix);
    const { dir, release } = await make(parent, prefix);
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
