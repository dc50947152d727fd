// What one does in a conversation.
import { CODES } from '../../../protocol/codes';
import type { Message } from '../../../protocol/objects';
import type { Safe } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { ApiError, ask, put, remove } from '../net/api';
import type { Live } from '../net/socket';
import type { Item } from '../state';
import { askedAbout, histories, isOnline, me, opened, peerKeys, place } from '../state';
import { preview, reword } from './conversations';
import type { ToItem } from './item';
import { otherOf } from './item';
import type { Log } from './log';
import { drop, upsert } from './log';
import type { Outbox } from './outbox';
import { newMid } from './outbox';
import type { Files } from './uploads';

interface Parts {
  safe: Safe;
  keys: Keys;
  toItem: ToItem;
  log: Log;
  outbox: Outbox;
  files: Files;
  live: Live;
}

const typing_every_ms = 3_000;

export const createChat = ({ safe, keys, toItem, log, outbox, files, live }: Parts) => {
  const seenUpTo = new Map<number, number>();
  let typedAt = 0;

  /** The newest message that was in view; told again after a lost connection. */
  const saw = (friend_id: number, up_to: number): void => {
    if (document.visibilityState !== 'visible') return;
    const known = histories.value[friend_id]?.items ?? [];
    const newest = known.findLast(
      ({ sender_id, id, isRead }) => sender_id === friend_id && id > 0 && id <= up_to && !isRead,
    );
    if (!newest || newest.id <= (seenUpTo.get(friend_id) ?? 0)) return;
    if (isOnline.value) seenUpTo.set(friend_id, newest.id);
    live.send('read', { friend_id, up_to: newest.id });
  };

  const showUnsent = (friend_id: number) => {
    outbox.showAll(friend_id);
    files.showAll(friend_id);
  };

  /** At the newest message, also from far back. */
  const toEnd = async (friend_id: number): Promise<void> => {
    if (histories.value[friend_id]?.next_after !== null) {
      await log.load(friend_id);
      showUnsent(friend_id);
    }
    place.value = { friend_id, id: 'end' };
  };

  const toMessage = async (friend_id: number, id: number): Promise<void> => {
    const isHere = () => histories.value[friend_id]?.items.some((item) => item.id === id);
    if (!isHere()) await log.around(friend_id, id);
    if (!isHere()) throw new ApiError(404, CODES.noSuchMessage.code);
    place.value = { friend_id, id };
  };

  return {
    saw,
    toEnd,
    toMessage,
    async toDay(friend_id: number, day_ms: number): Promise<void> {
      const id = await log.firstSince(friend_id, day_ms);
      if (id !== null) await toMessage(friend_id, id);
    },
    async open(friend_id: number | null): Promise<void> {
      opened.value = friend_id;
      if (friend_id === null) return;
      await log.comeBack(friend_id);
      showUnsent(friend_id);
      await keys.meet(friend_id);
    },
    /** Gives false where the browser can not keep the text over a reload. */
    async send(receiver_id: number, text: string, reply_to: number | null): Promise<boolean> {
      // A message ends the typing: the next letter is told of again.
      typedAt = 0;
      const draft = {
        client_id: newMid(),
        receiver_id,
        message_type: 'text' as const,
        body: { text, ...(reply_to ? { reply_to } : {}) },
        reply_to,
        at: new Date().toISOString(),
      };
      if (histories.value[receiver_id]?.next_after !== null) await toEnd(receiver_id);
      const { sent, isKept } = outbox.send(draft);
      log.newFrom(receiver_id, null);
      place.value = { friend_id: receiver_id, id: 'end' };
      await sent;
      return isKept;
    },
    async edit(item: Item, text: string): Promise<void> {
      const friend_id = otherOf(item);
      const change = async (isFresh: boolean): Promise<Message> => {
        if (!item.isSealed) return put<Message>(`/messages/${item.id}`, { content: text });
        const key = await keys.keyToSeal(friend_id, isFresh);
        // What was sealed stays sealed, whatever the server says of keys.
        if (key === null) throw new ApiError(0, 'KEY_GONE');
        keys.mustBeTrusted(friend_id);
        const address = { from: me.value?.id ?? 0, to: friend_id, type: 'text' };
        const body = { text, ...(item.reply_to ? { reply_to: item.reply_to } : {}) };
        const { content, mid } = await safe.seal(
          { ...address, edits: item.client_id },
          body,
          key.public_key,
        );
        return put<Message>(`/messages/${item.id}`, { content, client_id: mid });
      };
      const changed = await change(false).catch((error) => {
        if (!(error instanceof ApiError) || error.code !== CODES.staleKey.code) throw error;
        return change(true);
      });
      const next = await toItem(changed);
      upsert(next);
      reword(next);
    },
    async remove(item: Item): Promise<void> {
      await remove(`/messages/${item.id}`);
      drop(otherOf(item), item.id);
      await log.loadList();
    },
    async react(item: Item, emoji: string): Promise<void> {
      const mine = item.reactions.find((each) => each.emoji === emoji);
      const isMine = mine?.user_ids.includes(me.value?.id ?? 0) ?? false;
      const path = `/messages/${item.id}/reactions/${encodeURIComponent(emoji)}`;
      upsert(await toItem(await ask<Message>(isMine ? 'DELETE' : 'PUT', path)));
    },
    type(friend_id: number, active: boolean): void {
      if (active && Date.now() - typedAt < typing_every_ms) return;
      if (!active && typedAt === 0) return;
      typedAt = active ? Date.now() : 0;
      live.send('typing', { friend_id, active });
    },
    retry: (item: Item) => (files.has(item) ? files.retry(item) : outbox.retry(item)),
    discard: (item: Item) => (files.has(item) ? files.discard(item) : outbox.discard(item)),
    /** Connected again: what was not told is told, and what did not open is tried. */
    async resume(): Promise<void> {
      seenUpTo.clear();
      if (opened.value !== null) await log.reopen(opened.value);
      await outbox.flush();
    },
    async safetyNumber(friend_id: number): Promise<string> {
      // Perhaps they were compared on another device; the numbers are the same without that.
      await keys.reload().catch(() => {});
      const key = await keys.peerKey(friend_id, true);
      return key ? safe.safetyNumber(me.value?.id ?? 0, friend_id, key.public_key) : '';
    },
    async trust(friend_id: number, verified: boolean): Promise<void> {
      const key = peerKeys.value[friend_id];
      if (key) await keys.pin(friend_id, key.key_id, verified);
      askedAbout.value = null;
      await outbox.flush();
    },
    preview,
  };
};

export type Chat = ReturnType<typeof createChat>;
