// A message of the API as an item of the screen: opened, if it is sealed.
import type { Message } from '../../realtime/views';
import type { Body } from '../crypto/body';
import { isSealed, readEnvelope } from '../crypto/header';
import type { Safe } from '../safe';
import type { Keys } from './keys';
import { SafeFault } from './remote';
import type { Attachment, Item } from './state';
import { me } from './state';

export const otherOf = ({ sender_id, receiver_id }: Pick<Item, 'sender_id' | 'receiver_id'>) =>
  sender_id === me.value?.id ? receiver_id : sender_id;

const plainFile = ({ file }: Message): Attachment | null => (file ? { ...file, seal: null } : null);

const sealedFile = ({ file }: Message, body: Body): Attachment | null => {
  if (!body.file || !file) return null;
  const { name, size, type, key, sha256 } = body.file;
  return { id: file.id, name, size, type, seal: { key, sha256 } };
};

export const createItems = (safe: Safe, keys: Keys) => {
  const open = async (message: Message): Promise<Body> => {
    const { sender_id, receiver_id, message_type, client_id, edited_at, content } = message;
    const { header } = readEnvelope(content);
    const key_id = sender_id === me.value?.id ? header.to_key : header.from_key;
    const friend_id = otherOf(message);
    const current = await keys.peerKey(friend_id);
    if (current?.key_id !== key_id) await keys.learnOld(friend_id, key_id).catch(() => {});
    const mid = client_id ?? '';
    return safe.read(me.value?.id ?? 0, content, {
      from: sender_id,
      to: receiver_id,
      type: message_type,
      ...(edited_at === undefined ? { mid } : { edits: mid }),
    });
  };

  return async (message: Message): Promise<Item> => {
    const item: Item = {
      id: message.id,
      client_id: message.client_id ?? `#${message.id}`,
      sender_id: message.sender_id,
      receiver_id: message.receiver_id,
      text: message.content,
      at: message.timestamp,
      isSealed: message.is_encrypted,
      trouble: null,
      state: 'sent',
      progress: null,
      isRead: message.is_read,
      isEdited: message.edited_at !== undefined,
      reply_to: message.reply_to ?? null,
      reactions: message.reactions ?? [],
      file: plainFile(message),
    };
    if (item.file && !message.is_encrypted) item.text = '';
    if (!message.is_encrypted) return item;
    item.text = '';
    if (!isSealed(message.content)) return { ...item, trouble: 'unknown' };
    try {
      const body = await open(message);
      item.text = body.text ?? '';
      item.file = sealedFile(message, body);
    } catch (error) {
      item.trouble = error instanceof SafeFault ? error.reason : 'tampered';
    }
    return item;
  };
};

export type ToItem = ReturnType<typeof createItems>;
