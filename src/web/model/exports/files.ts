// Files of messages for an export: from this device, else from the server; nothing is kept of them.
import type { Engine } from '../../crypto/engine';
import { EngineFault } from '../keys/engine-client';
import type { Attachment } from '../messages/item';
import type { FileCache } from '../messages/offline/file-cache';
import type { Api } from '../net/api';
import { isPassing } from '../net/api-error';
import type { Clock } from '../platform';
import { withPatience } from './history';

export interface FileNeeds {
  api: Pick<Api, 'download'>;
  clock: Clock;
  engine: Pick<Engine, 'openFile'>;
  fileCache: Pick<FileCache, 'find'>;
}

/** Its bytes, or why they can't be had. @throws if the server can't be reached for long, AbortError */
export const fetchFile = async (
  { api, clock, engine, fileCache }: FileNeeds,
  { id, type, size, seal }: Attachment,
  signal: AbortSignal,
): Promise<{ blob: Blob } | { why: string }> => {
  const opened = async (sealed: Blob): Promise<Blob> =>
    seal ? engine.openFile(sealed, seal.key, { size, sha256: seal.sha256 }, type) : sealed;
  const kept = await fileCache.find(id);
  const here = kept && (await opened(kept).catch(() => undefined));
  if (here) return { blob: here };
  try {
    return {
      blob: await opened(await withPatience(clock, signal, () => api.download(`/files/${id}`))),
    };
  } catch (error) {
    if (signal.aborted || isPassing(error)) throw error;
    return { why: error instanceof EngineFault ? 'damaged' : 'missing' };
  }
};
