// Files of messages, fetched and opened: an address for <img>, <audio> and the like.
import type { Engine } from '../../crypto/engine';
import type { Api } from '../net/api';
import type { Attachment } from './item';

const urls_max = 60;

/** The oldest are let go. */
export const createFileUrl = ({ api, engine }: { api: Api; engine: Engine }) => {
  const urls = new Map<string, Promise<string>>();
  const open = async ({ id, type, size, seal }: Attachment): Promise<string> => {
    const blob = await api.download(`/files/${id}`);
    const plain = seal
      ? await engine.openFile(blob, seal.key, { size, sha256: seal.sha256 }, type)
      : blob.slice(0, blob.size, type);
    return URL.createObjectURL(plain);
  };

  return (file: Attachment): Promise<string> => {
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
  };
};
