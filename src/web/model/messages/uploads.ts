// Files: sealed and sent with progress, stopped, fetched and opened.
import type { SealedFile } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import type { Sealer } from '../keys/sealer';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { createFileUrl } from './file-url';
import type { KeptFiles } from './offline/kept-files';
import type { Outgoing } from './outbox/outgoing';

interface Needs {
  api: Api;
  engine: Engine;
  keptFiles: KeptFiles;
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

export const createUploads = ({ api, engine, keptFiles, sealer }: Needs) => {
  const moving = new Map<string, AbortController>();
  const inSlot = createSlots();

  const move = async (
    outgoing: Outgoing,
    progress: (part: number) => void,
    signal: AbortSignal,
  ) => {
    const { file, receiver_id, body } = outgoing;
    if (file === undefined) throw new Error('no file');
    signal.throwIfAborted();
    const sealed = await sealer.sealFile(receiver_id, file.blob);
    signal.throwIfAborted();
    const form = new FormData();
    form.set('receiver_id', String(receiver_id));
    if (sealed) form.set('file', sealed.blob, 'blob');
    else form.set('file', file.blob, file.name);
    const { file_id, file_url } = await api.upload(
      '/upload/file',
      answers.fileUploaded,
      form,
      progress,
      signal,
    );
    if (sealed === null) return { file_id, body: { text: file_url } };
    const { name, type, preview, measures } = file;
    const inside: SealedFile = {
      key: sealed.key,
      name,
      type,
      ...sealed.digest,
      ...(preview ? { preview } : {}),
      ...measures,
    };
    return { file_id, body: { ...body, file: inside } };
  };

  return {
    /** Gives what the message needs to name it. @throws ApiError, AbortError if it is cancelled */
    async upload(outgoing: Outgoing, progress: (part: number) => void): Promise<Partial<Outgoing>> {
      const stop = new AbortController();
      moving.set(outgoing.client_id, stop);
      try {
        return await inSlot(() => move(outgoing, progress, stop.signal));
      } finally {
        moving.delete(outgoing.client_id);
      }
    },
    cancel(client_id: string): void {
      moving.get(client_id)?.abort();
    },
    fileUrl: createFileUrl({ api, engine, keptFiles }),
  };
};

export type Uploads = ReturnType<typeof createUploads>;
