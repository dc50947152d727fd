// Files: sealed and sent with progress, stopped, fetched and opened.
import type { Body, SealedFile } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import type { FileDigest } from '../../crypto/file';
import type { Sealer } from '../keys/sealer';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { dropUpload, uploadInParts, whole_bytes_max } from '../net/partial-upload';
import { createFileUrl } from './file-url';
import { attachmentOf } from './item';
import { isRaster } from './media/kinds';
import type { FileCache } from './offline/file-cache';
import type { ChosenFile, Outgoing } from './outbox/outgoing';

interface Needs {
  api: Api;
  engine: Engine;
  fileCache: FileCache;
  sealer: Sealer;
}

/** The others wait: a browser has six connections for everything (HTTP/1.1). */
const uploads_max = 3;

const createSlots = () => {
  const waiting: (() => void)[] = [];
  let free = uploads_max;
  return async <Value>(act: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((next) => waiting.push(next));
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

/** What is told on the way. */
interface Steps {
  progress(part: number): void;
  /** Bytes are there that were not there before. */
  advanced(): void;
  /** Before it goes on, so that a later try does. */
  keep(changed: Partial<Outgoing>): Promise<void>;
}

interface Moving {
  outgoing: Outgoing;
  steps: Steps;
  signal: AbortSignal;
}

/** A message that names its file by its address alone, and disappears as it was meant to. */
const inTheClear = (file_url: string, { expires_in }: Body): Body => ({
  text: file_url,
  ...(expires_in ? { expires_in } : {}),
});

/** What goes into the message, to find and open the file by. */
const insideOf = (
  { name, type, preview, measures }: ChosenFile,
  { key, digest }: Pick<SealedFile, 'key'> & { digest: FileDigest },
): SealedFile => ({ key, name, type, ...digest, ...(preview ? { preview } : {}), ...measures });

export const createUploads = ({ api, engine, fileCache, sealer }: Needs) => {
  const { fileUrl, sentFrom } = createFileUrl({ api, engine, fileCache });
  const moving = new Map<string, AbortController>();
  const inSlot = createSlots();

  /** In one piece, or in parts, if it is large. */
  const send = (
    { outgoing, steps, signal }: Moving,
    blob: Blob,
    name: string,
    key: string | null,
  ) => {
    const { receiver_id, upload } = outgoing;
    if (blob.size > whole_bytes_max) {
      const id = upload?.key === key ? upload.id : undefined;
      const begun = (id: string) => steps.keep({ upload: { id, key } });
      return uploadInParts(api, { ...steps, receiver_id, name, blob, id, begun, signal });
    }
    const form = new FormData();
    form.set('receiver_id', String(receiver_id));
    form.set('file', blob, name);
    const { progress } = steps;
    const sending = { method: 'POST' as const, path: '/upload/file', body: form, progress, signal };
    return api.upload(sending, answers.fileUploaded);
  };

  const move = async (moving: Moving): Promise<Partial<Outgoing>> => {
    const { outgoing, signal } = moving;
    const { file, receiver_id, body, upload } = outgoing;
    if (file === undefined) throw new Error('no file');
    signal.throwIfAborted();
    const sealed = await sealer.sealFile(receiver_id, file.blob, upload?.key ?? undefined);
    signal.throwIfAborted();
    const { file_id, file_url } = await (sealed
      ? send(moving, sealed.blob, 'blob', sealed.key)
      : send(moving, file.blob, file.name, null));
    if (sealed === null) return { file_id, body: inTheClear(file_url, body) };
    const inside = insideOf(file, sealed);
    // Other files are read from the disk, where they may change.
    if (isRaster(file)) {
      sentFrom(attachmentOf(file_id, inside), file.blob);
      void fileCache.keep(file_id, sealed.blob, true);
    }
    return { file_id, body: { ...body, file: inside } };
  };

  return {
    /** Gives what the message needs to name it. @throws ApiError, AbortError if it is cancelled */
    async upload(outgoing: Outgoing, steps: Steps): Promise<Partial<Outgoing>> {
      const stop = new AbortController();
      moving.set(outgoing.client_id, stop);
      try {
        return await inSlot(() => move({ outgoing, steps, signal: stop.signal }));
      } finally {
        moving.delete(outgoing.client_id);
      }
    },
    cancel(client_id: string): void {
      moving.get(client_id)?.abort();
    },
    /** What the server has of it is not wanted any more. */
    async drop({ upload, file_id }: Outgoing): Promise<void> {
      if (upload && file_id === undefined) await dropUpload(api, upload.id);
    },
    fileUrl,
  };
};

export type Uploads = ReturnType<typeof createUploads>;
