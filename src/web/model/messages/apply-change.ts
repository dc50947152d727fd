// Applies one change to the table, and to the windows and the list that hold keys into it.
import type { Message } from '../../../protocol/objects';
import type { Change, ChangeOf } from './change';
import type { Conversations } from './conversations';
import { isSameInside } from './decrypter';
import type { Item, Opened } from './item';
import { keyOf, otherOf } from './item';
import type { MediaRanges } from './media/ranges';
import type { RollbackGuard } from './rollback-guard';
import type { MessageTable } from './table';
import type { UnreadLine } from './window/unread-line';
import type { Windows } from './window/window';

interface Needs {
  table: MessageTable;
  windows: Windows;
  conversations: Conversations;
  ranges: Pick<MediaRanges, 'isHeld'>;
  seen: RollbackGuard;
  unreadLine: Pick<UnreadLine, 'came' | 'gone' | 'wasRead'>;
  userId: () => number;
}

/** What was opened of the messages of a change. */
export type OpenedAll = Map<Message, Opened | null>;

const createMessageChanges = (needs: Needs) => {
  const { table, windows, conversations, seen, unreadLine, userId } = needs;
  /** One's own, sent once more after it was deleted: the answer says so. */
  const dropDeleted = (message: Message): void => {
    const key = keyOf({ ...message, client_id: message.client_id ?? '' });
    windows.drop(otherOf(message, userId()), key);
    table.drop(key);
    seen.gone(message.id);
    // A page that was asked for before may still have it.
    table.bury(message.id);
  };
  return {
    /** False for a message of somebody whom the list does not know yet. */
    message({ message, isNew, asked }: ChangeOf<'message'>, opened: OpenedAll): boolean {
      if (asked === null) table.tick();
      const before = table.entryById(message.id);
      const entry = table.merge(message, opened.get(message) ?? null, { asked });
      if (message.deleted) dropDeleted(message);
      if (entry === null) return true;
      const { item, key } = entry;
      const friend_id = otherOf(item, userId());
      windows.insert(friend_id, entry);
      if (!isNew) return true;
      if (item.sender_id !== userId()) {
        conversations.came(table.conceal(item), before !== undefined);
        if (before === undefined) unreadLine.came(item);
      }
      return conversations.newest(item, key);
    },
    unsent({ item, message }: ChangeOf<'unsent'>): void {
      const entry = table.write(item, message);
      if (entry) windows.insert(otherOf(item, userId()), entry);
    },
    discarded({ item }: ChangeOf<'discarded'>): void {
      const key = keyOf(item);
      if (table.entryOf(key)?.item.id !== 0) return;
      windows.drop(otherOf(item, userId()), key);
      table.drop(key);
    },
    reacted({ id, reactions }: ChangeOf<'reacted'>): void {
      table.tick();
      const entry = table.entryById(id);
      if (entry) table.update(entry.key, (item) => ({ ...item, reactions }));
    },
    opened({ id, message, opened }: ChangeOf<'opened'>): void {
      const entry = table.entryById(id);
      if (!entry?.message || !isSameInside(entry.message, message)) return;
      table.merge(entry.message, opened, { asked: table.now() });
    },
  };
};

const createPageChanges = (needs: Needs) => {
  const { table, windows, conversations, ranges, seen, unreadLine, userId } = needs;
  /** False if the list is to be asked for what is newest now. */
  const remove = (friend_id: number, id: number, asked?: number): boolean => {
    const entry = table.entryById(id);
    table.bury(id, asked);
    if (entry) windows.drop(friend_id, entry.key);
    unreadLine.gone(friend_id, id);
    return conversations.removed(friend_id, entry?.item ?? null);
  };
  return {
    remove,
    page(change: ChangeOf<'page'>, opened: OpenedAll): void {
      const { friend_id, messages, range, asked, isEnd = false, isKept, arrange } = change;
      const ids = new Set(messages.map(({ id }) => id));
      const isWithin = (id: number) => id >= range.from && (id <= range.to || isEnd);
      const isThere = (id: number) => ids.has(id) || !isWithin(id);
      const given = { asked, isThere, isKept };
      // What it lacks makes room for what it has: a message may stand elsewhere than was once said.
      for (const { item } of table.all(friend_id)) {
        const isMeant = item.id > 0 && item.id >= range.from && item.id <= range.to;
        if (isMeant && !ids.has(item.id)) remove(friend_id, item.id, asked);
      }
      // A message belongs to the conversation of its two people, whatever page it came in.
      const own = messages.filter((message) => otherOf(message, userId()) === friend_id);
      const entries = own
        .map((message) => table.merge(message, opened.get(message) ?? null, given))
        .filter((entry) => entry !== null)
        // Whatever page it came in, it belongs to the conversation of its two.
        .filter(({ item }) => otherOf(item, userId()) === friend_id);
      conversations.paged(friend_id);
      arrange(entries);
      const newest = entries.at(-1);
      if (newest) conversations.newest(newest.item, newest.key);
      table.prune((key) => [windows, conversations, ranges].some(({ isHeld }) => isHeld(key)));
    },
    cleared({ friend_id, up_to }: ChangeOf<'cleared'>): void {
      table.tick();
      for (const { item, key } of table.all(friend_id)) {
        if (item.id === 0 || item.id > up_to) continue;
        seen.gone(item.id);
        table.bury(item.id);
        windows.drop(friend_id, key);
        unreadLine.gone(friend_id, item.id);
      }
      // Before them there is nothing any more.
      windows.changeKnown(friend_id, (window) => ({ ...window, next_before: null }));
      conversations.cleared(friend_id, up_to);
    },
    /** False if the list is to be asked for how much is unread now. */
    read(change: ChangeOf<'read'>): boolean {
      const { friend_id, reader_id, up_to = 0, message_ids = [], read_at } = change;
      table.tick();
      const isMine = reader_id === userId();
      const isMeant = ({ id }: Item) => message_ids.includes(id) || id <= up_to;
      const ids: number[] = [];
      for (const { key, item } of table.all(friend_id)) {
        const isOther = (item.sender_id === userId()) !== isMine;
        if (item.isRead || item.id === 0 || !isOther || !isMeant(item)) continue;
        ids.push(item.id);
        table.update(key, (each) => ({ ...each, isRead: true, read_at }));
      }
      if (!isMine) return true;
      const isKnown = conversations.read(friend_id, isMeant, up_to, ids);
      unreadLine.wasRead(friend_id);
      return isKnown;
    },
  };
};

/** False if the list is to be asked for: what it shows can't be told from what is known here. */
export const createApplyChange = (needs: Needs) => {
  const { table, conversations, seen } = needs;
  const one = createMessageChanges(needs);
  const many = createPageChanges(needs);
  return (change: Change, opened: OpenedAll): boolean => {
    switch (change.type) {
      case 'message':
        return one.message(change, opened);
      case 'unsent':
        one.unsent(change);
        return true;
      case 'discarded':
        one.discarded(change);
        return true;
      case 'reacted':
        one.reacted(change);
        return true;
      case 'opened':
        one.opened(change);
        return true;
      case 'page':
        many.page(change, opened);
        return true;
      case 'read':
        return many.read(change);
      case 'cleared':
        many.cleared(change);
        return true;
      case 'list': {
        const isOwn = ({ friend, last_message }: (typeof change.listed)[number]) =>
          otherOf(last_message, needs.userId()) === friend.id;
        const { listed, asked, isKept } = change;
        for (const [message, inside] of opened) table.merge(message, inside, { asked, isKept });
        return conversations.listed(listed.filter(isOwn), asked, isKept);
      }
      case 'undeleted':
        table.unbury(change.id);
        return true;
      case 'deleted':
        table.tick();
        seen.gone(change.id);
        return many.remove(change.friend_id, change.id);
    }
  };
};
