// The one door for facts: pages of REST, frames of the socket and answers to the outbox come through
// `apply`, one after the other, into the table; windows and the list follow in the same step.
import { batch } from '@preact/signals';
import type { Conversations as Listed } from '../../../features/conversations/model';
import type { EventPayloads } from '../../../protocol/events';
import type { Message } from '../../../protocol/objects';
import type { Conversations } from './conversations';
import type { Item, Opened } from './item';
import { keyOf, otherOf } from './item';
import type { Opener } from './opener';
import { isSameInside } from './opener';
import type { Entry, Table } from './table';
import type { Windows } from './window';

/** The ids that a page speaks for: what it does not have of them is no more. */
export interface Range {
  from: number;
  to: number;
}

export type Change =
  /** An event, or the answer to a request of `asked`. `isNew`: it was just sent. */
  | { type: 'message'; message: Message; isNew: boolean; asked: number | null }
  | {
      type: 'page';
      friend_id: number;
      messages: Message[];
      range: Range;
      asked: number;
      /** Puts the messages into a window, in the same step. */
      arrange: (entries: Entry[]) => void;
    }
  | { type: 'list'; listed: Listed; asked: number }
  /** Written here, and not on the server; `message` is how it was sealed. */
  | { type: 'unsent'; item: Item; message: Message | null }
  | { type: 'discarded'; item: Item }
  | { type: 'opened'; id: number; message: Message; opened: Opened }
  | ({ type: 'reacted' } & EventPayloads['message_reaction'])
  | ({ type: 'read' } & EventPayloads['message_read'])
  | { type: 'deleted'; friend_id: number; id: number };

interface Needs {
  table: Table;
  windows: Windows;
  conversations: Conversations;
  opener: Opener;
  userId: () => number;
}

type Inside = Map<Message, Opened | null>;

const messagesOf = (change: Change): Message[] => {
  if (change.type === 'message') return change.message.deleted ? [] : [change.message];
  if (change.type === 'page') return change.messages;
  return change.type === 'list' ? change.listed.map(({ last_message }) => last_message) : [];
};

const insideOf = ({ item }: Entry): Opened => {
  const { text, reply_to, file, key_id, trouble } = item;
  if (trouble) return { body: null, key_id, trouble };
  const { id: _, seal, ...rest } = file ?? { id: '', seal: null, name: '', size: 0, type: '' };
  const body = {
    text,
    ...(reply_to === null ? {} : { reply_to }),
    ...(seal ? { file: { ...rest, ...seal } } : {}),
  };
  return { body, key_id, trouble: null };
};

export const createDoor = (needs: Needs) => {
  const { table, windows, conversations, opener, userId } = needs;
  let last: Promise<unknown> = Promise.resolve();
  const friendOf = (item: Item) => otherOf(item, userId());

  /** What is open already is not opened again. */
  const knownInside = (message: Message): Opened | undefined => {
    const { client_id } = message;
    const entry =
      table.entryById(message.id) ??
      (client_id ? table.entryOf(keyOf({ ...message, client_id })) : undefined);
    if (!entry?.message || !isSameInside(entry.message, message)) return undefined;
    return entry.item.trouble?.reason === 'unreachable' ? undefined : insideOf(entry);
  };

  /** Twice at the same time, as the answer and the event of one edit: opened once all the same. */
  const openings = new Map<string, Promise<Opened | null>>();
  const openNew = (message: Message): Promise<Opened | null> => {
    const { id, client_id, edited_at, content } = message;
    const name = `${id} ${client_id} ${edited_at} ${content}`;
    const late = (opened: Opened) =>
      void apply({ type: 'opened', id: message.id, message, opened });
    const opening = openings.get(name) ?? opener.open(message, late);
    openings.set(name, opening);
    void opening.then(() => last).then(() => openings.delete(name));
    return opening;
  };
  const openOne = async (message: Message): Promise<[Message, Opened | null]> => {
    if (!message.is_encrypted) return [message, null];
    return [message, knownInside(message) ?? (await openNew(message))];
  };

  const placeMessage = (change: Change & { type: 'message' }, inside: Inside): void => {
    const { message, isNew, asked } = change;
    if (asked === null) table.tick();
    const before = table.entryById(message.id);
    const entry = table.merge(message, inside.get(message) ?? null, asked);
    if (entry === null) {
      if (message.deleted && message.client_id) {
        const key = keyOf({ ...message, client_id: message.client_id });
        windows.drop(otherOf(message, userId()), key);
        table.drop(key);
      }
      return;
    }
    const friend_id = friendOf(entry.item);
    windows.place(friend_id, entry);
    if (!isNew) return;
    conversations.newest(entry.item, entry.key);
    if (before === undefined && entry.item.sender_id === friend_id) conversations.came(entry.item);
  };

  const placePage = (change: Change & { type: 'page' }, inside: Inside): void => {
    const { friend_id, messages, range, asked, arrange } = change;
    const entries = messages
      .map((message) => table.merge(message, inside.get(message) ?? null, asked))
      .filter((entry) => entry !== null);
    const ids = new Set(messages.map(({ id }) => id));
    for (const { item } of table.all(friend_id)) {
      const isMeant = item.id > 0 && item.id >= range.from && item.id <= range.to;
      if (isMeant && !ids.has(item.id)) remove(friend_id, item.id);
    }
    arrange(entries);
    const newest = entries.findLast(({ item }) => item.id > 0);
    if (newest) conversations.newest(newest.item, newest.key);
    table.prune((key) => windows.isHeld(key) || conversations.isHeld(key));
  };

  /** False if the list is to be asked for what is newest now. */
  const remove = (friend_id: number, id: number): boolean => {
    const entry = table.entryById(id);
    table.bury(id);
    if (entry) windows.drop(friend_id, entry.key);
    return conversations.removed(friend_id, entry?.item ?? null);
  };

  const placeRead = ({
    friend_id,
    reader_id,
    up_to = 0,
    message_ids = [],
    read_at,
  }: Change & { type: 'read' }): void => {
    table.tick();
    const isMine = reader_id === userId();
    const isMeant = ({ id }: Item) => message_ids.includes(id) || id <= up_to;
    let count = 0;
    for (const { key, item } of table.all(friend_id)) {
      const isOther = (item.sender_id === userId()) !== isMine;
      if (item.isRead || item.id === 0 || !isOther || !isMeant(item)) continue;
      count += 1;
      table.update(key, (each) => ({ ...each, isRead: true, read_at }));
    }
    if (isMine) conversations.read(friend_id, isMeant, up_to, count);
  };

  const place = (change: Change, inside: Inside): boolean => {
    switch (change.type) {
      case 'message':
        placeMessage(change, inside);
        return true;
      case 'page':
        placePage(change, inside);
        return true;
      case 'list':
        for (const [message, opened] of inside) table.merge(message, opened, change.asked);
        return conversations.listed(change.listed, change.asked);
      case 'unsent': {
        const entry = table.write(change.item, change.message);
        if (entry) windows.place(friendOf(entry.item), entry);
        return entry !== null;
      }
      case 'discarded': {
        const key = keyOf(change.item);
        if (table.entryOf(key)?.item.id !== 0) return true;
        windows.drop(friendOf(change.item), key);
        table.drop(key);
        return true;
      }
      case 'opened': {
        const { id, message, opened } = change;
        const entry = table.entryById(id);
        if (entry?.message && isSameInside(entry.message, message)) {
          table.merge(entry.message, opened, table.now());
        }
        return true;
      }
      case 'reacted': {
        table.tick();
        const entry = table.entryById(change.id);
        if (entry) table.update(entry.key, (item) => ({ ...item, reactions: change.reactions }));
        return true;
      }
      case 'read':
        placeRead(change);
        return true;
      case 'deleted':
        table.tick();
        return remove(change.friend_id, change.id);
    }
  };

  /** False if something is left to be asked for: what is newest after a deletion. */
  const apply = async (change: Change): Promise<boolean> => {
    // What is written here waits for nobody.
    if (change.type === 'unsent' || change.type === 'discarded') {
      return batch(() => place(change, new Map()));
    }
    const opening = Promise.all(messagesOf(change).map(openOne));
    const result = last.then(async () => {
      const inside: Inside = new Map(await opening);
      return batch(() => place(change, inside));
    });
    last = result.catch(() => {});
    return result;
  };

  return {
    apply,
    /** Those that could not be opened for want of a connection. */
    async openAgain(friend_id: number): Promise<void> {
      const stuck = table
        .all(friend_id)
        .filter(({ item }) => item.trouble?.reason === 'unreachable');
      const all = stuck.map(async ({ item, message }) => {
        if (!message) return;
        const [, opened] = await openOne(message);
        if (opened) await apply({ type: 'opened', id: item.id, message, opened });
      });
      await Promise.all(all);
    },
  };
};

export type Door = ReturnType<typeof createDoor>;
