// What is written and not yet on the server: kept on this device, sent until it is answered. A
// retry sends the same sealed bytes under the same `client_id`: nothing is sent twice.
import { CODES } from '../../../protocol/codes';
import type { Message } from '../../../protocol/objects';
import { toBase64url } from '../../crypto/bytes';
import type { Safe } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { ApiError, ask } from '../net/api';
import type { Item } from '../state';
import { askedAbout, friends, me } from '../state';
import { inTurn } from '../store/turn';
import { preview } from './conversations';
import type { ToItem } from './item';
import { draftItem } from './item';
import type { Draft } from './kept';
import { allUnsent, forgetUnsent, keepUnsent, keptUnsent } from './kept';
import { dropDraft, upsert } from './log';
import { dropUnsent, showUnsent } from './unsent';

export const newMid = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));

const again_ms = 5_000;
const patience_ms = 30_000;

/** It may go well later, without anyone doing anything. */
const isPassing = (error: unknown): boolean =>
  error instanceof DOMException ||
  (error instanceof ApiError &&
    (error.code === 'NETWORK' || error.status >= 500 || error.status === 429));

export const createOutbox = (safe: Safe, keys: Keys, toItem: ToItem) => {
  const waiting = new Map<string, Draft>();
  const failed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (draft: Draft, state: 'sending' | 'failed'): void => {
    if (state === 'failed') failed.add(draft.client_id);
    else failed.delete(draft.client_id);
    const item: Item = { ...draftItem(draft), state };
    upsert(item);
    showUnsent(item);
  };
  const isElsewhere = ({ client_id }: Draft): boolean => keptUnsent(client_id) === null;

  const seal = async (draft: Draft, isFresh: boolean): Promise<void> => {
    if (draft.content !== undefined && !isFresh) return;
    const { receiver_id: to, message_type: type, client_id: mid, body } = draft;
    const key = await keys.keyToSeal(to, isFresh);
    if (key === null) return;
    const from = me.value?.id ?? 0;
    draft.content = (await safe.seal({ from, to, type, mid }, body, key.public_key)).content;
    keepUnsent(draft);
  };

  const post1 = (draft: Draft): Promise<Message> => {
    const { receiver_id, message_type, client_id, file_id, reply_to, content, body } = draft;
    // A key that was verified and changed is not written to unasked.
    keys.mustBeTrusted(receiver_id);
    const sent = {
      receiver_id,
      client_id,
      message_type,
      ...(content === undefined ? { content: body.text ?? '' } : { content, is_encrypted: true }),
      ...(file_id ? { file_id } : {}),
      ...(reply_to ? { reply_to } : {}),
    };
    // Whoever waits for ever keeps all others waiting.
    const signal = AbortSignal.timeout(patience_ms);
    return ask<Message>('POST', '/messages', { body: sent, signal });
  };

  /** Stale keys, the friend's or one's own: nothing was stored, so it is sealed again. */
  const postFresh = async (draft: Draft): Promise<Message> => {
    await seal(draft, false);
    try {
      return await post1(draft);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== CODES.staleKey.code) throw error;
      if (error.details.user_id === me.value?.id) await keys.reload();
      await seal(draft, true);
      return post1(draft);
    }
  };

  const done = (client_id: string): void => {
    for (const each of [waiting, failed]) each.delete(client_id);
    forgetUnsent(client_id);
  };

  /** False where it may go well later. @throws what is to be said of it */
  const attempt = async (draft: Draft): Promise<boolean> => {
    // Another tab may have sent it meanwhile.
    if (isElsewhere(draft)) {
      waiting.delete(draft.client_id);
      dropUnsent(draft.client_id);
    }
    if (!waiting.has(draft.client_id)) return true;
    show(draft, 'sending');
    try {
      const sent = await postFresh(draft);
      done(draft.client_id);
      const item = await toItem(sent);
      if (sent.deleted) dropDraft(item);
      else upsert(item);
      const friend = friends.value.find(({ id }) => id === draft.receiver_id);
      if (!sent.deleted) preview(item, friend, 0);
      dropUnsent(draft.client_id);
      return true;
    } catch (error) {
      // The socket was faster.
      if (!waiting.has(draft.client_id)) return true;
      show(draft, isPassing(error) ? 'sending' : 'failed');
      if (!isPassing(error)) throw error;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), again_ms);
      return false;
    }
  };

  /** All to one friend as they were written; what was refused before waits to be asked for. */
  const attemptAll = async (receiver_id: number, isMeant: (draft: Draft) => boolean) => {
    const refused: unknown[] = [];
    const drafts = [...waiting.values()].filter((draft) => draft.receiver_id === receiver_id);
    for (const draft of drafts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
      if (failed.has(draft.client_id) && !isMeant(draft)) continue;
      try {
        // None overtakes the one before it.
        if (!(await attempt(draft))) break;
      } catch (error) {
        if (isMeant(draft)) refused.push(error);
      }
    }
    return refused[0];
  };

  /** In one tab at a time. @throws why a message that is meant was refused */
  const deliver = async (receiver_id: number, isMeant: (draft: Draft) => boolean) => {
    const name = `chat8 outbox ${me.value?.id} ${receiver_id}`;
    const error = await inTurn(name, () => attemptAll(receiver_id, isMeant));
    if (error !== undefined) throw error;
  };

  /** Asks where a key has changed that was verified. */
  const deliverOne = (draft: Draft): Promise<void> =>
    deliver(draft.receiver_id, ({ client_id }) => client_id === draft.client_id).catch((error) => {
      if (!(error instanceof ApiError) || error.code !== 'KEY_CHANGED') throw error;
      askedAbout.value = draft.receiver_id;
    });

  /** All that is left from before, after a start or a lost connection. */
  async function flush(): Promise<void> {
    for (const draft of allUnsent()) {
      if (waiting.has(draft.client_id)) continue;
      waiting.set(draft.client_id, draft);
      show(draft, 'sending');
    }
    const receivers = new Set([...waiting.values()].map(({ receiver_id }) => receiver_id));
    for (const id of receivers) await deliver(id, () => true).catch(() => {});
  }

  return {
    /** Gives false where this browser can not keep it over a reload. */
    send(draft: Draft): { sent: Promise<void>; isKept: boolean } {
      waiting.set(draft.client_id, draft);
      const isKept = keepUnsent(draft);
      show(draft, 'sending');
      return { sent: deliverOne(draft), isKept };
    },
    /** The socket told that the server has it: the answer may have been lost. */
    arrived(client_id: string): void {
      done(client_id);
      dropUnsent(client_id);
    },
    has: (item: Item): boolean => waiting.has(item.client_id),
    async retry(item: Item): Promise<void> {
      const draft = waiting.get(item.client_id);
      if (draft) await deliverOne(draft);
    },
    discard(item: Item): void {
      done(item.client_id);
      dropUnsent(item.client_id);
      dropDraft(item);
    },
    flush,
    showAll(friend_id: number): void {
      for (const draft of waiting.values()) {
        if (draft.receiver_id !== friend_id || isElsewhere(draft)) continue;
        show(draft, failed.has(draft.client_id) ? 'failed' : 'sending');
      }
    },
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
