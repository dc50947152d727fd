// What one does in a conversation.
import type { Message } from '../../realtime/views';
import type { Safe } from '../safe';
import { ask, download, put, remove, upload } from './api';
import type { ToItem } from './item';
import { otherOf } from './item';
import type { Keys } from './keys';
import type { Live } from './live';
import type { Log } from './log';
import { drop, preview, setUnread, upsert } from './log';
import type { Outbox } from './outbox';
import { newMid } from './outbox';
import type { Attachment, Item } from './state';
import { histories, me, opened, peerKeys } from './state';

interface Parts {
  safe: Safe;
  keys: Keys;
  toItem: ToItem;
  log: Log;
  outbox: Outbox;
  live: Live;
}

const typing_every_ms = 3_000;

const kindOf = (type: string): Message['message_type'] => {
  const kind = type.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
};

export const createChat = ({ safe, keys, toItem, log, outbox, live }: Parts) => {
  const urls = new Map<string, Promise<string>>();
  const uploads = new Map<string, AbortController>();
  let typedAt = 0;

  const markRead = (friend_id: number): void => {
    const newest = histories.value[friend_id]?.items.findLast(
      ({ sender_id, id, isRead }) => sender_id === friend_id && id > 0 && !isRead,
    );
    if (!newest || document.visibilityState !== 'visible') return;
    live.send('read', { friend_id, up_to: newest.id });
    setUnread(friend_id, 0);
  };

  const openFile = async ({ id, type, size, seal }: Attachment): Promise<string> => {
    const blob = await download(`/files/${id}`);
    const plain = seal
      ? await safe.openFile(blob, seal.key, { size, sha256: seal.sha256 }, type)
      : blob.slice(0, blob.size, type);
    return URL.createObjectURL(plain);
  };

  return {
    markRead,
    async open(friend_id: number | null): Promise<void> {
      opened.value = friend_id;
      if (friend_id === null) return;
      if (histories.value[friend_id] === undefined) await log.load(friend_id);
      outbox.showAll(friend_id);
      markRead(friend_id);
      await keys.meet(friend_id);
    },
    send(receiver_id: number, text: string, reply_to: number | null): Promise<void> {
      // A message ends the typing: the next letter is told of again.
      typedAt = 0;
      return outbox.send({
        client_id: newMid(),
        receiver_id,
        message_type: 'text',
        body: { text, ...(reply_to ? { reply_to } : {}) },
        reply_to,
        at: new Date().toISOString(),
      });
    },
    async sendFile(receiver_id: number, file: File): Promise<void> {
      const client_id = newMid();
      const at = new Date().toISOString();
      const type = file.type || 'application/octet-stream';
      const shown: Item = {
        id: 0,
        client_id,
        sender_id: me.value?.id ?? 0,
        receiver_id,
        text: '',
        at,
        isSealed: true,
        trouble: null,
        state: 'sending',
        progress: 0,
        isRead: false,
        isEdited: false,
        reply_to: null,
        reactions: [],
        file: { id: '', name: file.name, size: file.size, type, seal: null },
      };
      upsert(shown);
      const stop = new AbortController();
      uploads.set(client_id, stop);
      try {
        const isPlain = (await keys.peerKey(receiver_id)) === null;
        const sealed = isPlain ? null : await safe.sealFile(file);
        const form = new FormData();
        form.set('file', sealed?.blob ?? file, sealed ? 'blob' : file.name);
        form.set('receiver_id', String(receiver_id));
        const { file_id, file_url } = await upload<{ file_id: string; file_url: string }>(
          '/upload/file',
          form,
          (progress) => upsert({ ...shown, progress }),
          stop.signal,
        );
        const inside = sealed && { key: sealed.key, name: file.name, type, ...sealed.digest };
        await outbox.send({
          client_id,
          receiver_id,
          message_type: kindOf(type),
          body: inside ? { file: inside } : { text: file_url },
          reply_to: null,
          file_id,
          at,
        });
      } catch (error) {
        outbox.discard(shown);
        if (!stop.signal.aborted) throw error;
      } finally {
        uploads.delete(client_id);
      }
    },
    cancelUpload: (item: Item): void => uploads.get(item.client_id)?.abort(),
    async edit(item: Item, text: string): Promise<void> {
      const friend_id = otherOf(item);
      const key = item.isSealed ? await keys.peerKey(friend_id) : null;
      if (!item.isSealed || key === null) {
        upsert(await toItem(await put<Message>(`/messages/${item.id}`, { content: text })));
        return;
      }
      const address = { from: me.value?.id ?? 0, to: friend_id, type: 'text' };
      const body = { text, ...(item.reply_to ? { reply_to: item.reply_to } : {}) };
      const { content, mid } = await safe.seal(
        { ...address, edits: item.client_id },
        body,
        key.public_key,
      );
      const edited = { content, client_id: mid };
      upsert(await toItem(await put<Message>(`/messages/${item.id}`, edited)));
    },
    async remove(item: Item): Promise<void> {
      await remove(`/messages/${item.id}`);
      drop(otherOf(item), item.id);
    },
    async react(item: Item, emoji: string): Promise<void> {
      const mine = item.reactions.find((each) => each.emoji === emoji);
      const isMine = mine?.user_ids.includes(me.value?.id ?? 0) ?? false;
      const path = `/messages/${item.id}/reactions/${encodeURIComponent(emoji)}`;
      await ask(isMine ? 'DELETE' : 'PUT', path);
    },
    type(friend_id: number): void {
      if (Date.now() - typedAt < typing_every_ms) return;
      typedAt = Date.now();
      live.send('typing', { friend_id, active: true });
    },
    /** An address for <img>, <audio> and the like; made once. */
    fileUrl(file: Attachment): Promise<string> {
      const known = urls.get(file.id);
      if (known) return known;
      const fresh = openFile(file);
      urls.set(file.id, fresh);
      fresh.catch(() => urls.delete(file.id));
      return fresh;
    },
    async safetyNumber(friend_id: number): Promise<string> {
      const key = await keys.peerKey(friend_id, true);
      return key ? safe.safetyNumber(me.value?.id ?? 0, friend_id, key.public_key) : '';
    },
    async trust(friend_id: number, verified: boolean): Promise<void> {
      const key = peerKeys.value[friend_id];
      if (key) await keys.pin(friend_id, key.key_id, verified);
      await outbox.flush();
    },
    preview,
  };
};

export type Chat = ReturnType<typeof createChat>;
