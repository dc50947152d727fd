// What a change of messages means for those that are kept, whether the table has them or not.
import type { EventPayloads } from '../../../../protocol/events';
import type { Message } from '../../../../protocol/objects';
import type { Change } from '../change';
import { messagesOf } from '../change';
import type { Item } from '../item';
import { otherOf } from '../item';
import type { MessageTable } from '../table';
import type { HowFarBack, Walked } from './coverage';
import { findableText } from './findable';

interface Kinds {
  /**
   * `text` is undefined if it stays as it is, null if there is nothing to be found. `isPlaced`: this is
   * where it stands, wherever it was before.
   */
  put: {
    friend_id: number;
    message: Message;
    text: string | null | undefined;
    isPlaced?: boolean;
    /** How far back nothing was missing before it came. */
    walked?: Walked;
  };
  drop: { friend_id: number; id: number };
  /** What is not among `ids` is no more. */
  range: { friend_id: number; from: number; to: number; ids: Set<number> };
  read: EventPayloads['message_read'];
  reacted: { id: number; reactions: Item['reactions'] };
}

export type OperationOf<Type extends keyof Kinds> = { type: Type } & Kinds[Type];
export type Operation = { [Type in keyof Kinds]: OperationOf<Type> }[keyof Kinds];

/** Found by its text and the name of its file; not if nobody here may say whose it is. */
export const foundBy = ({ text, file, trouble }: Item): string | null => {
  if (trouble !== null) return null;
  return findableText({ text, file }) || null;
};

export const createOperations = (table: MessageTable, userId: () => number) => {
  /** As the table has it after the change; nothing if it is not there. */
  const put = (id: number, walked: HowFarBack = {}): OperationOf<'put'>[] => {
    const entry = table.entryById(id);
    if (!entry?.message || entry.item.id !== id) return [];
    const { isRead, read_at, reactions } = entry.item;
    const message = {
      ...entry.message,
      id,
      is_read: isRead,
      ...(read_at === null ? {} : { read_at }),
      ...(reactions.length > 0 || entry.message.reactions ? { reactions } : {}),
    };
    const friend_id = otherOf(entry.item, userId());
    const text = foundBy(table.conceal(entry.item));
    const before = { walked: walked[friend_id] ?? null };
    return [{ type: 'put', friend_id, message, text, isPlaced: true, ...before }];
  };
  /** `walked` is how far back nothing was missing before it. */
  const of = (change: Change, walked: HowFarBack): Operation[] => {
    if ('isKept' in change && change.isKept) return [];
    switch (change.type) {
      case 'unsent':
      case 'discarded':
      case 'undeleted':
        return [];
      case 'deleted':
        return [{ type: 'drop', friend_id: change.friend_id, id: change.id }];
      case 'cleared': {
        const { friend_id, up_to } = change;
        return [{ type: 'range', friend_id, from: 1, to: up_to, ids: new Set() }];
      }
      case 'opened':
        return put(change.id, walked);
      case 'read':
        return [change];
      case 'reacted':
        return [change];
      case 'message': {
        const { message } = change;
        const friend_id = otherOf(message, userId());
        return message.deleted
          ? [{ type: 'drop', friend_id, id: message.id }]
          : put(message.id, walked);
      }
      case 'list':
        return messagesOf(change).flatMap(({ id }) => put(id, walked));
      case 'page': {
        const { friend_id, range, messages } = change;
        const ids = new Set(messages.map(({ id }) => id));
        const gone: Operation = { type: 'range', friend_id, ...range, ids };
        return [gone, ...messages.flatMap(({ id }) => put(id, walked))];
      }
    }
  };

  return { put, of };
};
