// Files that were shown here, kept as the server has them; one that it has in the clear is sealed first.
import type { Engine } from '../../../crypto/engine';
import type { FileDigest } from '../../../crypto/file';
import type { Clock, Machine } from '../../platform';
import { kept_files_bytes_max, kept_files_part } from '../../store/offline/file-store';
import type { Offline } from '../../store/offline/offline';
import type { KeptFile } from '../../store/offline/schema';

interface Needs {
  clock: Clock;
  engine: Engine;
  machine: Machine;
  offline: Offline;
}

interface Inside {
  key: string;
  digest: FileDigest;
}

export const createFileCache = ({ clock, engine, machine, offline }: Needs) => {
  const bytesMax = async (): Promise<number> => {
    const quota = await machine.quotaBytes();
    return quota > 0
      ? Math.min(kept_files_bytes_max, quota * kept_files_part)
      : kept_files_bytes_max;
  };
  const open = async ({ blob, sealed }: KeptFile): Promise<Blob | undefined> => {
    if (sealed === undefined) return blob;
    const [text = null] = await engine.openKept([sealed]);
    if (text === null) return undefined;
    const { key, digest } = JSON.parse(text) as Inside;
    return engine.openFile(blob, key, digest, '');
  };
  const sealedFile = async (id: string, plain: Blob): Promise<Omit<KeptFile, 'used'>> => {
    const { blob, key, digest } = await engine.sealFile(plain);
    const [sealed] = await engine.sealKept([JSON.stringify({ key, digest } satisfies Inside)]);
    return { id, size: blob.size, blob, ...(sealed ? { sealed } : {}) };
  };
  const keep = async (id: string, blob: Blob, isSealed: boolean): Promise<void> => {
    const store = offline.store();
    if (store === null) return;
    const file = isSealed ? { id, size: blob.size, blob } : await sealedFile(id, blob);
    await store.keepFile({ ...file, used: clock.now() }, await bytesMax());
  };
  const find = async (id: string): Promise<Blob | undefined> => {
    const kept = await offline.store()?.file(id, clock.now());
    return kept && open(kept);
  };
  return {
    /** The bytes as the server has them; undefined if they are not here. */
    find: (id: string): Promise<Blob | undefined> => find(id).catch(() => undefined),
    /** If there is no room for it, it is asked for again the next time. */
    keep: (id: string, blob: Blob, isSealed: boolean): Promise<void> =>
      keep(id, blob, isSealed).catch(() => {}),
  };
};

export type FileCache = ReturnType<typeof createFileCache>;
