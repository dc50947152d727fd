// A message of the API as an item of the screen: opened, if it is sealed.
import type { Message } from '../../../protocol/objects';
import type { Body, SealedFile } from '../../crypto/body';
import type { Safe } from '../../crypto/engine';
import { isSealed, readEnvelope } from '../../crypto/header';
import { SafeFault } from '../keys/engine-client';
import type { Keys } from '../keys/keys';
import { ApiError } from '../net/api';
import type { Attachment, Item, Trouble } from '../state';
import { me, peerKeys } from '../state';
import type { Draft } from './kept';

export const otherOf = ({ sender_id, receiver_id }: Pick<Item, 'sender_id' | 'receiver_id'>) =>
  sender_id === me.value?.id ? receiver_id : sender_id;

const plainFile = ({ file }: Message): Attachment | null => (file ? { ...file, seal: null } : null);

const inside = (id: string, file: SealedFile): Attachment => {
  const { key, sha256, ...shown } = file;
  return { ...shown, id, seal: { key, sha256 } };
};

const bare: Omit<Item, 'client_id' | 'sender_id' | 'receiver_id' | 'at'> = {
  id: 0,
  text: '',
  isSealed: false,
  key_id: null,
  trouble: null,
  state: 'sent',
  progress: null,
  isRead: false,
  read_at: null,
  edited_at: null,
  reply_to: null,
  reactions: [],
  file: null,
};

/** As it is shown before the server has it. */
export const draftItem = ({
  client_id,
  receiver_id,
  body,
  reply_to,
  at,
  file_id,
}: Draft): Item => ({
  ...bare,
  client_id,
  sender_id: me.value?.id ?? 0,
  receiver_id,
  at,
  text: body.text ?? '',
  isSealed: peerKeys.value[receiver_id] !== null,
  state: 'sending',
  reply_to,
  file: body.file ? inside(file_id ?? '', body.file) : null,
});

const toTrouble = (error: unknown): Trouble => {
  if (error instanceof SafeFault) return { reason: error.reason, key_id: error.key_id };
  const reason = error instanceof ApiError ? 'unreachable' : 'tampered';
  return { reason, key_id: null };
};

export const createItems = (safe: Safe, keys: Keys) => {
  const open = async (message: Message, key_id: string): Promise<Body> => {
    const { sender_id, receiver_id, message_type, client_id, edited_at, content } = message;
    const friend_id = otherOf(message);
    const current = await keys.peerKey(friend_id);
    if (current?.key_id !== key_id) await keys.learnOld(friend_id, key_id);
    const mid = client_id ?? '';
    return safe.read(me.value?.id ?? 0, content, {
      from: sender_id,
      to: receiver_id,
      type: message_type,
      ...(edited_at === undefined ? { mid } : { edits: mid }),
    });
  };

  /** A message of the API as it is shown. */
  return async (message: Message): Promise<Item> => {
    const { content, is_encrypted, read_at = null, edited_at = null, reply_to = null } = message;
    const item: Item = {
      ...bare,
      id: message.id,
      client_id: message.client_id ?? `#${message.id}`,
      sender_id: message.sender_id,
      receiver_id: message.receiver_id,
      at: message.timestamp,
      isSealed: is_encrypted,
      isRead: message.is_read,
      read_at,
      edited_at,
      reply_to,
      reactions: message.reactions ?? [],
    };
    if (!is_encrypted) {
      return { ...item, file: plainFile(message), text: message.file ? '' : content };
    }
    if (!isSealed(content)) return { ...item, trouble: { reason: 'unknown', key_id: null } };
    try {
      const { header } = readEnvelope(content);
      const key_id = message.sender_id === me.value?.id ? header.to_key : header.from_key;
      item.key_id = key_id;
      const body = await open(message, key_id);
      item.text = body.text ?? '';
      // What the server says beside the envelope is not what the friend said in it.
      item.reply_to = body.reply_to ?? null;
      if (body.file && message.file) item.file = inside(message.file.id, body.file);
    } catch (error) {
      item.trouble = toTrouble(error);
    }
    return item;
  };
};

export type ToItem = ReturnType<typeof createItems>;
