// All changes of messages, from whatever source.
import type { EventPayloads } from '../../../protocol/events';
import type { Message } from '../../../protocol/objects';
import type { Item, Opened } from './item';
import type { Listing } from './summaries';
import type { Entry } from './table';

/** The ids that a page speaks for: what it does not have of them is no more. */
export interface Range {
  from: number;
  to: number;
}

interface Changes {
  /** An event, or the answer to a request of `asked`. `isNew`: it was just sent. */
  message: { message: Message; isNew: boolean; asked: number | null };
  page: {
    friend_id: number;
    messages: Message[];
    range: Range;
    asked: number;
    /** It has the newest message: of later ids there is none. */
    isEnd?: boolean;
    /** Puts the messages into a window, in the same step. */
    arrange: (entries: Entry[]) => void;
    /** From this device: it speaks for no ids, and is not kept again. */
    isKept?: boolean;
  };
  list: { listed: Listing; asked: number; isKept?: boolean };
  /** Written here, and not on the server; `message` is how it was sealed. */
  unsent: { item: Item; message: Message | null };
  discarded: { item: Item };
  opened: { id: number; message: Message; opened: Opened };
  reacted: EventPayloads['message_reaction'];
  read: EventPayloads['message_read'];
  deleted: { friend_id: number; id: number };
  /** The server refused to delete what counted as deleted here. */
  undeleted: { friend_id: number; id: number };
  /** Everything up to there is hidden from oneself. */
  cleared: { friend_id: number; up_to: number };
}

export type ChangeOf<Type extends keyof Changes> = { type: Type } & Changes[Type];
export type Change = { [Type in keyof Changes]: ChangeOf<Type> }[keyof Changes];

export const messagesOf = (change: Change): Message[] => {
  if (change.type === 'message') return change.message.deleted ? [] : [change.message];
  if (change.type === 'page') return change.messages;
  return change.type === 'list' ? change.listed.map(({ last_message }) => last_message) : [];
};

/** Of the messages that it brings. */
export const idsOf = (change: Change): number[] =>
  change.type === 'opened' ? [change.id] : messagesOf(change).map(({ id }) => id);
