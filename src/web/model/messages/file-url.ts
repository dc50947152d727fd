// Downloads and decrypts files of messages, as URLs for <img>, <audio> and the like.
import type { Engine } from '../../crypto/engine';
import type { Api } from '../net/api';
import type { Attachment } from './item';
import type { FileCache } from './offline/file-cache';

/** Beyond that the oldest are revoked. */
const urls_max = 60;
/** What a picture says of its size stands here. */
const head_bytes = 65_536;

/** An address for the page, and the first bytes of the file. */
export interface Opened {
  url: string;
  blob: Blob;
  head: Uint8Array;
}

interface Needs {
  api: Api;
  engine: Engine;
  fileCache: FileCache;
}

/**
 * The id is the server's word, which may name one file in two messages: what opens under the key of one of
 * them is not what the other says.
 */
const nameOf = ({ id, type, size, seal }: Attachment): string =>
  [id, size, seal?.key ?? '', seal?.sha256 ?? '', type].join(' ');

export const createFileUrl = ({ api, engine, fileCache }: Needs) => {
  const urls = new Map<string, Promise<Opened>>();
  const plainOf = async (blob: Blob, { type, size, seal }: Attachment): Promise<Blob> =>
    seal
      ? engine.openFile(blob, seal.key, { size, sha256: seal.sha256 }, type)
      : blob.slice(0, blob.size, type);
  const withHead = async (plain: Blob): Promise<Opened> => {
    const head = new Uint8Array(await plain.slice(0, head_bytes).arrayBuffer());
    return { url: URL.createObjectURL(plain), blob: plain, head };
  };
  const opened = async (blob: Blob, file: Attachment): Promise<Opened> =>
    withHead(await plainOf(blob, file));
  const fetched = async (file: Attachment): Promise<Opened> => {
    const blob = await api.download(`/files/${file.id}`);
    const fresh = await opened(blob, file);
    void fileCache.keep(file.id, blob, file.seal !== null);
    return fresh;
  };
  const open = async (file: Attachment): Promise<Opened> => {
    const blob = await fileCache.find(file.id);
    // What was damaged here may be whole on the server.
    const kept = blob && (await opened(blob, file).catch(() => undefined));
    return kept ?? fetched(file);
  };

  const hold = (file: Attachment, fresh: Promise<Opened>): Promise<Opened> => {
    const name = nameOf(file);
    urls.set(name, fresh);
    fresh.catch(() => urls.delete(name));
    const [oldest] = urls;
    if (urls.size > urls_max && oldest) {
      urls.delete(oldest[0]);
      void oldest[1].then(({ url }) => URL.revokeObjectURL(url)).catch(() => {});
    }
    return fresh;
  };

  return {
    fileUrl: (file: Attachment): Promise<Opened> =>
      urls.get(nameOf(file)) ?? hold(file, open(file)),
    /** It went out from here: its bytes need not come back to be shown. */
    sentFrom(file: Attachment, plain: Blob): void {
      void hold(file, withHead(plain)).catch(() => {});
    },
  };
};
