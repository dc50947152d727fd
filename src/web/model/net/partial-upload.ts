// A large file goes up in parts, and goes on behind what the server has: after a lost connection, a
// reload, the end of the browser.
import { MIB } from '../../../protocol/limits';
import { answers } from './answers';
import type { Api } from './api';
import { ApiError, isRefusal, malformed, NETWORK } from './api-error';
import { isCount } from './shape';

/** Smaller files go in one piece. */
export const whole_bytes_max = 4 * MIB;
const part_bytes = 4 * MIB;
/** How often the server may say another offset, or that it knows nothing, without getting on. */
const corrections_max = 3;

interface Order {
  receiver_id: number;
  name: string;
  blob: Blob;
  /** The id of an upload that was begun before. */
  id: string | undefined;
  /** Called before anything is sent under that id. */
  begun(id: string): Promise<void>;
  /** Bytes are there that were not there before. */
  advanced(): void;
  progress(part: number): void;
  signal: AbortSignal;
}

const pathOf = (id: string): string => `/upload/parts/${encodeURIComponent(id)}`;

/** Where the server says that it goes on; undefined if that is not what it says. */
const offsetIn = (error: unknown): number | undefined => {
  const { offset } = isRefusal(error, 'invalidField') ? error.details : {};
  return isCount(offset) ? offset : undefined;
};

/** The line was so slow that the server took it for dead: later it goes on. */
const cutShort = (error: unknown): never => {
  throw isRefusal(error, 'unreadableBody') ? new ApiError(0, NETWORK) : error;
};

const createSending = (api: Api, { blob, progress, signal }: Order) => {
  const shown = (bytes: number) => progress(blob.size === 0 ? 1 : bytes / blob.size);
  return {
    shown,
    /** The bytes from there on; gives where it goes on. @throws ApiError, AbortError */
    async part(id: string, offset: number): Promise<number> {
      const body = blob.slice(offset, offset + part_bytes);
      const sending = {
        method: 'PUT' as const,
        path: `${pathOf(id)}?offset=${offset}`,
        body,
        progress: (part: number) => shown(offset + part * body.size),
        signal,
      };
      const { offset: next } = await api.upload(sending, answers.uploadOffset).catch(cutShort);
      if (next <= offset || next > blob.size) throw malformed();
      return next;
    },
  };
};

/** What becomes the file's message. @throws ApiError, AbortError */
export const uploadInParts = async (api: Api, order: Order) => {
  const { receiver_id, name, blob, begun, advanced, signal } = order;
  const { shown, part } = createSending(api, order);

  const begin = async (): Promise<string> => {
    const body = { receiver_id, name, size: blob.size };
    const { upload_id } = await api.ask('POST', '/upload/parts', answers.uploadBegun, {
      body,
      signal,
    });
    await begun(upload_id);
    return upload_id;
  };
  const standing = async (id: string): Promise<number> =>
    (await api.ask('GET', pathOf(id), answers.uploadOffset, { signal })).offset;

  let corrections = 0;
  /** All that is missing, then the end of it. */
  const goOn = async (id: string, from: number) => {
    let offset = from;
    shown(offset);
    while (offset < blob.size) {
      offset = await part(id, offset);
      corrections = 0;
      advanced();
    }
    return api.ask('POST', `${pathOf(id)}/done`, answers.fileUploaded, { signal });
  };

  let { id } = order;
  let offset: number | undefined;
  for (;;) {
    try {
      if (id === undefined) {
        id = await begin();
        offset = 0;
      }
      offset ??= await standing(id);
      if (offset > blob.size) throw malformed();
      return await goOn(id, offset);
    } catch (error) {
      // It was swept, or its session ended: it begins again.
      const isLost = isRefusal(error, 'noSuchPath') && id !== undefined;
      const next = offsetIn(error);
      if ((!isLost && next === undefined) || corrections >= corrections_max) throw error;
      corrections += 1;
      if (isLost) id = undefined;
      offset = next;
    }
  }
};

/** What is not wanted any more takes no place. */
export const dropUpload = (api: Api, id: string): Promise<unknown> =>
  api.remove(pathOf(id)).catch((error) => {
    if (!(error instanceof ApiError) && !(error instanceof DOMException)) throw error;
  });
