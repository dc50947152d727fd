// A message in the outbox: what its record holds, and how it is shown until the server has it.
import type { Message } from '../../../../protocol/objects';
import type { Body, Measures } from '../../../crypto/body';
import type { Sealed } from '../../keys/sealer';
import type { Item } from '../item';
import { attachmentOf } from '../item';

/** A file as someone chose it; its bytes lie in the record. */
export interface ChosenFile {
  blob: Blob;
  name: string;
  type: string;
  preview?: string | undefined;
  /** Only what is known of it. */
  measures?: Measures | undefined;
}

export interface Outgoing {
  client_id: string;
  receiver_id: number;
  message_type: Message['message_type'];
  body: Body;
  reply_to: number | null;
  at: string;
  file?: ChosenFile;
  /** Its file goes up in parts: as what, and the key that sealed it, which seals the same bytes. */
  upload?: { id: string; key: string | null } | undefined;
  /** The server has the file under this id. */
  file_id?: string | undefined;
  /** Once it was sealed: every retry sends the same bytes. */
  sealed?: Sealed;
  /** The server has no more what it answers to, which is said to its receiver alone. */
  isAnswerToNothing?: boolean;
  /** Its receiver's key was refused: it goes only by a press on itself, if at all. */
  isDeclined?: boolean;
}

/** What the server tells of is this one, and not another under its id. */
export const isSameMessage = ({ client_id, sealed, body }: Outgoing, message: Message): boolean =>
  message.client_id === client_id && message.content === (sealed?.content ?? body.text ?? '');

export const messageTypeOf = (type: string): Message['message_type'] => {
  const kind = type.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
};

const shownFile = ({ body, file, file_id }: Outgoing) => {
  if (body.file) return attachmentOf(file_id ?? '', body.file);
  if (!file) return null;
  const { blob, name, type, preview, measures } = file;
  return { id: '', name, size: blob.size, type, seal: null, preview, local: blob, ...measures };
};

interface Shown {
  sender_id: number;
  order: number;
  isSealed: boolean;
  state: 'sending' | 'failed';
  failure: unknown;
  progress?: number | undefined;
}

export const itemOfOutgoing = (outgoing: Outgoing, shown: Shown): Item => {
  const { client_id, receiver_id, body, reply_to, at, file, file_id } = outgoing;
  const isMoving = file !== undefined && file_id === undefined && shown.state === 'sending';
  return {
    id: 0,
    order: shown.order,
    client_id,
    sender_id: shown.sender_id,
    receiver_id,
    text: file_id && !body.file ? '' : (body.text ?? ''),
    at,
    isSealed: shown.isSealed,
    key_id: null,
    trouble: null,
    state: shown.state,
    failure: shown.failure,
    progress: isMoving ? (shown.progress ?? 0) : null,
    isRead: shown.sender_id === receiver_id,
    read_at: null,
    edited_at: null,
    written_at: body.at ?? null,
    rev: 0,
    mid: client_id,
    reply_to,
    reply_mid: body.reply_mid ?? null,
    isForwarded: body.forwarded ?? false,
    album: body.album ?? null,
    expires_in: body.expires_in ?? null,
    expires_at: null,
    reactions: [],
    file: shownFile(outgoing),
    call: null,
  };
};

/** As the server will answer it, so that it is not opened to be shown. */
export const messageOfOutgoing = (outgoing: Outgoing, sender_id: number): Message | null => {
  const { client_id, receiver_id, message_type, at, sealed } = outgoing;
  if (!sealed) return null;
  return {
    id: 0,
    sender_id,
    receiver_id,
    content: sealed.content,
    message_type,
    timestamp: at,
    is_read: false,
    is_encrypted: true,
    client_id,
  };
};
