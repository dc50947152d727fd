// What an export holds of a conversation, as it is written out.
import type { Person } from '../../../protocol/objects';
import type { Item } from '../messages/item';

/** A file of a message: where it lies beside the page, or why it could not be had. */
export interface RecordedFile {
  /** Relative to the page; null if it could not be had. */
  path: string | null;
  why: string | null;
}

/** The message that is answered: on which page it is and its first words; gone if it is no more. */
export interface Quoted {
  id: number;
  page: number | null;
  sender_id: number;
  text: string;
}

export interface Recorded {
  item: Item;
  file: RecordedFile | null;
  quoted: Quoted | null;
}

/** A part of a conversation, the oldest message first. */
export interface RecordedPage {
  friend: Person;
  /** From 1. */
  number: number;
  hasNext: boolean;
  messages: Recorded[];
}

interface RecordedPages {
  number: number;
  from: string;
  to: string;
  messages: number;
}

/** Something that is not in the export as it was said. */
export interface Left {
  friend_id: number;
  /** The message. */
  id: number;
  at: string;
  page: number;
  /** It did not open (why, as a trouble has it), or its file could not be had. */
  what: 'message' | 'file';
  reason: string;
  name: string;
}

export interface RecordedConversation {
  friend: Person;
  /** What the reader calls them. */
  name: string;
  folder: string;
  messages: number;
  files: number;
  /** They disappear, and are not taken along. */
  disappearing: number;
  pages: RecordedPages[];
}

export interface RecordedAll {
  me: Person;
  made_at: string;
  conversations: RecordedConversation[];
  left: Left[];
}

/** Makes pages that any browser opens, in the reader's language. */
export interface Rendering {
  /** What the reader calls somebody. */
  nameOf(person: Person): string;
  page(page: RecordedPage): string;
  index(all: RecordedAll): string;
  /** For who opens one part of several. */
  note(number: number): string;
}

/** As it is written for programs. */
export const jsonOf = ({ item, file, quoted }: Recorded): object => {
  const { id, sender_id, receiver_id, text, at, written_at, edited_at, isSealed, isForwarded } =
    item;
  const { reactions, read_at, isRead, call, trouble } = item;
  const attached = item.file && {
    id: item.file.id,
    name: item.file.name,
    type: item.file.type,
    size: item.file.size,
    path: file?.path ?? null,
    missing: file?.why ?? null,
  };
  return {
    id,
    sender_id,
    receiver_id,
    at,
    written_at: written_at === null ? null : new Date(written_at).toISOString(),
    text,
    edited_at,
    is_read: isRead,
    read_at,
    is_sealed: isSealed,
    forwarded: isForwarded,
    reply_to: quoted?.id ?? null,
    reactions,
    call,
    file: attached,
    album: item.album,
    friends_key: item.key_id,
    not_opened: trouble?.reason ?? null,
  };
};
