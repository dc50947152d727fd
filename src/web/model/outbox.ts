// What is written and not yet on the server: kept on this device, sent until it is answered. A
// retry sends the same sealed bytes under the same `client_id`: nothing is sent twice.
import type { Message } from '../../realtime/views';
import type { Body } from '../crypto/body';
import { toBase64url } from '../crypto/bytes';
import type { Safe } from '../safe';
import { ApiError, post } from './api';
import type { ToItem } from './item';
import type { Keys } from './keys';
import { isKeyChanged } from './keys';
import { dropDraft, preview, upsert } from './log';
import type { Item } from './state';
import { friends, me, peerKeys, pins } from './state';

export interface Draft {
  client_id: string;
  receiver_id: number;
  message_type: Message['message_type'];
  body: Body;
  reply_to: number | null;
  file_id?: string;
  /** Sealed, once it was. */
  content?: string;
  at: string;
}

export const newMid = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));

export const createOutbox = (safe: Safe, keys: Keys, toItem: ToItem) => {
  const waiting = new Map<string, Draft>();
  const name = () => `outbox ${me.value?.id}`;
  // At once, so that a page that is closed with the key still down has lost nothing.
  const save = () => localStorage.setItem(name(), JSON.stringify([...waiting.values()]));

  const show = (draft: Draft, state: Item['state']): Item => {
    const { client_id, receiver_id, body, reply_to, at, file_id } = draft;
    const item: Item = {
      id: 0,
      client_id,
      sender_id: me.value?.id ?? 0,
      receiver_id,
      text: body.text ?? '',
      at,
      isSealed: peerKeys.value[receiver_id] !== null,
      trouble: null,
      state,
      progress: null,
      isRead: false,
      isEdited: false,
      reply_to,
      reactions: [],
      file: body.file && file_id ? { ...body.file, id: file_id, seal: body.file } : null,
    };
    upsert(item);
    return item;
  };

  const seal = async (draft: Draft, isFresh: boolean): Promise<void> => {
    if (draft.content !== undefined && !isFresh) return;
    const { receiver_id: to, message_type: type, client_id: mid, body } = draft;
    const key = await keys.peerKey(to, isFresh);
    if (key === null) return;
    const from = me.value?.id ?? 0;
    draft.content = (await safe.seal({ from, to, type, mid }, body, key.public_key)).content;
    save();
  };

  const post1 = (draft: Draft): Promise<Message> => {
    const { receiver_id, message_type, client_id, file_id, reply_to, content, body } = draft;
    return post<Message>('/messages', {
      receiver_id,
      client_id,
      message_type,
      ...(content === undefined ? { content: body.text ?? '' } : { content, is_encrypted: true }),
      ...(file_id ? { file_id } : {}),
      ...(reply_to ? { reply_to } : {}),
    });
  };

  const deliver = async (draft: Draft): Promise<void> => {
    const { receiver_id } = draft;
    show(draft, 'sending');
    try {
      await seal(draft, false);
      // A key that was verified and changed is not written to unasked.
      if (isKeyChanged(receiver_id) && pins.value[receiver_id]?.verified) {
        throw new ApiError(0, 'KEY_CHANGED');
      }
      const sent = await post1(draft).catch(async (error) => {
        if (!(error instanceof ApiError) || error.code !== 'ENCRYPT_003') throw error;
        await seal(draft, true);
        return post1(draft);
      });
      waiting.delete(draft.client_id);
      save();
      const item = await toItem(sent);
      upsert(item);
      preview(
        item,
        friends.value.find(({ id }) => id === receiver_id),
        0,
      );
    } catch (error) {
      const isNetwork =
        error instanceof ApiError && (error.code === 'NETWORK' || error.status >= 500);
      show(draft, isNetwork ? 'sending' : 'failed');
      if (!isNetwork) throw error;
    }
  };

  return {
    async send(draft: Draft): Promise<void> {
      waiting.set(draft.client_id, draft);
      save();
      await deliver(draft);
    },
    async retry(item: Item): Promise<void> {
      const draft = waiting.get(item.client_id);
      if (draft) await deliver(draft);
    },
    discard(item: Item): void {
      waiting.delete(item.client_id);
      save();
      dropDraft(item);
    },
    /** All that is left from before, after a start or a lost connection. */
    async flush(): Promise<void> {
      if (waiting.size === 0) {
        for (const draft of JSON.parse(localStorage.getItem(name()) ?? '[]') as Draft[]) {
          waiting.set(draft.client_id, draft);
        }
      }
      for (const draft of [...waiting.values()]) await deliver(draft).catch(() => {});
    },
    showAll(friend_id: number): void {
      for (const draft of waiting.values()) {
        if (draft.receiver_id === friend_id) show(draft, 'sending');
      }
    },
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
