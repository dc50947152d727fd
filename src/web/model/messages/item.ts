// A message as it is shown, made from a message of the API.
import type { CallView, Message } from '../../../protocol/objects';
import type { Album, Body, Measures, SealedFile } from '../../crypto/body';

/** The inside of a sealed file. */
interface FileKey {
  key: string;
  sha256: string;
}

export interface Attachment extends Measures {
  /** '' until the server has it. */
  id: string;
  name: string;
  size: number;
  type: string;
  seal: FileKey | null;
  /** What the sender made of it: a tiny picture, or the shape of a voice. Anyone's text. */
  preview?: string | undefined;
  /** Its bytes, as long as they are on their way from here. */
  local?: Blob;
}

/** Why a message does not open, and the key that it needed. */
export interface Trouble {
  reason: string;
  key_id: string | null;
}

/** What was inside; without a body it says why. */
export interface Opened {
  body: Body | null;
  /** The `mid` of the header: an edit has one of its own. */
  mid?: string;
  key_id: string | null;
  trouble: Trouble | null;
}

/** `id` is 0 until the server has it; then `order` is its place in the outbox. */
export interface Item {
  id: number;
  order: number;
  client_id: string;
  sender_id: number;
  receiver_id: number;
  text: string;
  at: string;
  isSealed: boolean;
  /** The friend's key that it was sealed with. */
  key_id: string | null;
  trouble: Trouble | null;
  state: 'sending' | 'failed' | 'sent';
  /** Why it has failed, if that is known. */
  failure?: unknown;
  /** Of a file on its way, from 0 to 1. */
  progress: number | null;
  isRead: boolean;
  read_at: string | null;
  edited_at: string | null;
  /** When it was written, by its sender's own clock (ms); null if that is not said. */
  written_at: number | null;
  /** Of two edits the one with the higher number counts, of equal ones the greater `mid`. */
  rev: number;
  mid: string;
  reply_to: number | null;
  reply_mid: string | null;
  /** Its sender says that it was said elsewhere first. */
  isForwarded: boolean;
  /** It is one of several that were sent as one. */
  album: Album | null;
  /** In seconds; null if it stays. */
  expires_in: number | null;
  /** By the server's clock (ms); null if it stays, or is not sent yet. */
  expires_at: number | null;
  reactions: NonNullable<Message['reactions']>;
  file: Attachment | null;
  /** The server's word that there was a call: nobody wrote it. */
  call: CallView | null;
}

/** Written to oneself. */
export const isNote = ({ sender_id, receiver_id }: Pick<Item, 'sender_id' | 'receiver_id'>) =>
  sender_id === receiver_id;

/** The signed-in user's view: whose conversation a message belongs to. */
export const otherOf = (
  { sender_id, receiver_id }: Pick<Item, 'sender_id' | 'receiver_id'>,
  user_id: number,
): number => (sender_id === user_id ? receiver_id : sender_id);

/** One message has one; two people may choose the same `client_id`. */
export const keyOf = ({ sender_id, client_id }: Pick<Item, 'sender_id' | 'client_id'>): string =>
  `${sender_id} ${client_id}`;

export const attachmentOf = (id: string, file: SealedFile): Attachment => {
  const { key, sha256, ...shown } = file;
  return { ...shown, id, seal: { key, sha256 } };
};

const plainFile = ({ file }: Message): Attachment | null => (file ? { ...file, seal: null } : null);

/** Counted from when the server had it, by what its sender sealed into it; in the clear the server says. */
const expiryOf = ({ timestamp, expires_at }: Message, opened: Opened | null) => {
  const start = Date.parse(timestamp);
  const end = opened === null && expires_at !== undefined ? Date.parse(expires_at) : null;
  const expires_in = end === null ? opened?.body?.expires_in : Math.round((end - start) / 1_000);
  if (expires_in === undefined) return { expires_in: null, expires_at: null };
  return { expires_in, expires_at: end ?? start + expires_in * 1_000 };
};

/** A message of the API; `opened` is null if it is not sealed. */
export const itemOf = (message: Message, opened: Opened | null): Item => {
  const { read_at = null, edited_at = null, reply_to = null, reactions = [] } = message;
  const item: Item = {
    id: message.id,
    order: 0,
    client_id: message.client_id ?? `#${message.id}`,
    sender_id: message.sender_id,
    receiver_id: message.receiver_id,
    text: '',
    at: message.timestamp,
    isSealed: message.is_encrypted,
    key_id: opened?.key_id ?? null,
    trouble: opened?.trouble ?? null,
    state: 'sent',
    progress: null,
    // Whoever wrote a note has read it.
    isRead: message.is_read || isNote(message),
    read_at,
    edited_at,
    written_at: opened?.body?.at ?? null,
    rev: opened?.body?.rev ?? 0,
    mid: opened?.mid ?? '',
    reply_to,
    reply_mid: opened?.body?.reply_mid ?? null,
    isForwarded: opened?.body?.forwarded ?? false,
    album: opened?.body?.album ?? null,
    ...expiryOf(message, opened),
    reactions,
    file: null,
    call: null,
  };
  // Beside a call no text counts.
  if (opened === null && message.call) return { ...item, call: message.call };
  if (opened === null) {
    return { ...item, file: plainFile(message), text: message.file ? '' : message.content };
  }
  const { body } = opened;
  if (body === null) return item;
  const file = body.file && message.file ? attachmentOf(message.file.id, body.file) : null;
  // What the server says beside the envelope is not what the friend said in it.
  return { ...item, text: body.text ?? '', reply_to: body.reply_to ?? null, file };
};
