// Files: sealed and sent with progress, stopped, fetched and opened.
import type { FileUploaded } from '../../../features/upload/model';
import type { SealedFile } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import type { Sealer } from '../keys/sealer';
import type { Api } from '../net/api';
import type { Outgoing } from './draft';
import type { Attachment } from './item';

interface Needs {
  api: Api;
  engine: Engine;
  sealer: Sealer;
}

const urls_max = 60;

export const createUploads = ({ api, engine, sealer }: Needs) => {
  const urls = new Map<string, Promise<string>>();
  const moving = new Map<string, AbortController>();

  const move = async (
    outgoing: Outgoing,
    progress: (part: number) => void,
    signal: AbortSignal,
  ) => {
    const { file, receiver_id, body } = outgoing;
    if (file === undefined) throw new Error('no file');
    const sealed = await sealer.sealFile(receiver_id, file.blob);
    signal.throwIfAborted();
    const form = new FormData();
    form.set('receiver_id', String(receiver_id));
    if (sealed) form.set('file', sealed.blob, 'blob');
    else form.set('file', file.blob, file.name);
    const { file_id, file_url } = await api.upload<FileUploaded>(
      '/upload/file',
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

  const open = async ({ id, type, size, seal }: Attachment): Promise<string> => {
    const blob = await api.download(`/files/${id}`);
    const plain = seal
      ? await engine.openFile(blob, seal.key, { size, sha256: seal.sha256 }, type)
      : blob.slice(0, blob.size, type);
    return URL.createObjectURL(plain);
  };

  return {
    /** Gives what the message needs to name it. @throws ApiError, AbortError if it is cancelled */
    async upload(outgoing: Outgoing, progress: (part: number) => void): Promise<Partial<Outgoing>> {
      const stop = new AbortController();
      moving.set(outgoing.client_id, stop);
      try {
        return await move(outgoing, progress, stop.signal);
      } finally {
        moving.delete(outgoing.client_id);
      }
    },
    cancel(client_id: string): void {
      moving.get(client_id)?.abort();
    },
    /** An address for <img>, <audio> and the like; the oldest are let go. */
    fileUrl(file: Attachment): Promise<string> {
      const known = urls.get(file.id);
      if (known) return known;
      const fresh = open(file);
      urls.set(file.id, fresh);
      fresh.catch(() => urls.delete(file.id));
      const [oldest] = urls;
      if (urls.size > urls_max && oldest) {
        urls.delete(oldest[0]);
        void oldest[1].then(URL.revokeObjectURL);
      }
      return fresh;
    },
  };
};

export type Uploads = ReturnType<typeof createUploads>;
