// Files on their way: sealed, sent with progress, stopped, tried again, fetched and opened.

import type { FileUploaded } from '../../../features/upload/model';
import { CODES } from '../../../protocol/codes';
import type { Message } from '../../../protocol/objects';
import type { Measures, SealedFile } from '../../crypto/body';
import type { Safe } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { ApiError, download, upload } from '../net/api';
import type { Attachment, Item } from '../state';
import { inOrder } from '../store/turn';
import { draftItem } from './item';
import { dropDraft, upsert } from './log';
import type { Outbox } from './outbox';
import { newMid } from './outbox';
import { dropUnsent, showUnsent } from './unsent';
import { keyOf } from './window-rules';

/** A file as someone chose it, with what is to be said beside it. */
export interface Choice {
  file: File;
  text?: string;
  preview?: string | undefined;
  /** Only what is known of it. */
  measures?: Measures;
  reply_to?: number | null;
}

interface Sending extends Choice {
  client_id: string;
  receiver_id: number;
  at: string;
  stop: AbortController;
}

const kindOf = (type: string): Message['message_type'] => {
  const kind = type.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
};

const urls_max = 60;

export const createFiles = (safe: Safe, keys: Keys, outbox: Outbox) => {
  const urls = new Map<string, Promise<string>>();
  const under = new Map<string, Sending>();

  const shownOf = ({ file, text = '', reply_to = null, ...rest }: Sending): Item => {
    const type = file.type || 'application/octet-stream';
    const shown = { id: '', name: file.name, size: file.size, type, seal: null };
    const draft = { ...rest, message_type: kindOf(type), body: { text }, reply_to };
    return {
      ...draftItem(draft),
      progress: 0,
      file: { ...shown, ...rest.measures, preview: rest.preview },
    };
  };

  const move = async (sending: Sending): Promise<void> => {
    const { file, text, preview, measures, reply_to = null } = sending;
    const { client_id, receiver_id, at, stop } = sending;
    stop.signal.throwIfAborted();
    const shown = shownOf(sending);
    const type = shown.file?.type ?? '';
    const isPlain = (await keys.keyToSeal(receiver_id)) === null;
    keys.mustBeTrusted(receiver_id);
    const sealed = isPlain ? null : await safe.sealFile(file);
    stop.signal.throwIfAborted();
    const form = new FormData();
    form.set('receiver_id', String(receiver_id));
    form.set('file', sealed?.blob ?? file, sealed ? 'blob' : file.name);
    const { file_id, file_url } = await upload<FileUploaded>(
      '/upload/file',
      form,
      (progress) => upsert({ ...shown, progress }),
      stop.signal,
    );
    const inside: SealedFile | null = sealed && {
      key: sealed.key,
      name: file.name,
      type,
      ...sealed.digest,
      ...(preview ? { preview } : {}),
      ...measures,
    };
    const said = { ...(text ? { text } : {}), ...(reply_to ? { reply_to } : {}) };
    under.delete(keyOf(shown));
    const body = inside ? { ...said, file: inside } : { text: file_url };
    const message_type = kindOf(type);
    const draft = { client_id, receiver_id, message_type, body, reply_to, file_id, at };
    await outbox.send(draft).sent;
  };

  const start = async (sending: Sending): Promise<void> => {
    const shown = shownOf(sending);
    under.set(keyOf(shown), sending);
    upsert(shown);
    showUnsent(shown);
    try {
      // They arrive as they were chosen, however long each of them takes.
      await inOrder(`files ${sending.receiver_id}`, () => move(sending));
    } catch (error) {
      if (outbox.has(shown)) throw error;
      if (sending.stop.signal.aborted) return;
      const refused: Item = { ...shown, progress: null, state: 'failed' };
      upsert(refused);
      showUnsent(refused);
      throw error;
    }
  };

  const discard = (item: Item): void => {
    under.delete(keyOf(item));
    dropDraft(item);
    dropUnsent(item.client_id);
  };

  const open = async ({ id, type, size, seal }: Attachment): Promise<string> => {
    const blob = await download(`/files/${id}`);
    const plain = seal
      ? await safe.openFile(blob, seal.key, { size, sha256: seal.sha256 }, type)
      : blob.slice(0, blob.size, type);
    return URL.createObjectURL(plain);
  };

  addEventListener('beforeunload', (event) => {
    if (under.size > 0) event.preventDefault();
  });

  return {
    send: (receiver_id: number, choice: Choice): Promise<void> =>
      start({
        ...choice,
        client_id: newMid(),
        receiver_id,
        at: new Date().toISOString(),
        stop: new AbortController(),
      }),
    has: (item: Item): boolean => under.has(keyOf(item)),
    cancel(item: Item): void {
      under.get(keyOf(item))?.stop.abort();
      discard(item);
    },
    async retry(item: Item): Promise<void> {
      const sending = under.get(keyOf(item));
      if (sending) await start({ ...sending, stop: new AbortController() });
    },
    discard,
    /** What is on its way to that friend. */
    showAll(friend_id: number): void {
      for (const sending of under.values()) {
        if (sending.receiver_id === friend_id) upsert(shownOf(sending));
      }
    },
    /** An address for <img>, <audio> and the like; the oldest are let go. */
    url(file: Attachment): Promise<string> {
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
    isAbsent: (error: unknown): boolean =>
      error instanceof ApiError && error.code === CODES.noSuchFile.code,
  };
};

export type Files = ReturnType<typeof createFiles>;
