// All changes of messages go through `apply`, one after the other, into the table: pages from REST,
// frames from the socket, answers to the outbox. Windows and the list follow in the same step.
import { batch } from '@preact/signals';
import type { Message } from '../../../protocol/objects';
import { createSerialQueue } from '../../serial-queue';
import type { People } from '../people/people';
import type { OpenedAll } from './apply-change';
import { createApplyChange } from './apply-change';
import type { Change } from './change';
import { idsOf, messagesOf } from './change';
import type { Conversations } from './conversations';
import { createDecryptOnce } from './decrypt-once';
import type { Decrypter } from './decrypter';
import type { Expiring } from './expiring/expiring';
import type { Opened } from './item';
import { otherOf } from './item';
import type { MediaRanges } from './media/ranges';
import type { OfflineWriter } from './offline/writer';
import type { RollbackGuard } from './rollback-guard';
import type { MessageTable } from './table';
import type { UnreadLine } from './window/unread-line';
import type { Windows } from './window/window';

interface Needs {
  table: MessageTable;
  windows: Windows;
  conversations: Conversations;
  ranges: Pick<MediaRanges, 'isHeld'>;
  people: Pick<People, 'contactOf'>;
  decrypter: Decrypter;
  seen: RollbackGuard;
  userId: () => number;
  /** Told of each change in the step in which it was applied. */
  offlineWriter: Pick<OfflineWriter, 'changed'>;
  expiring: Pick<Expiring, 'note'>;
  unreadLine: Pick<UnreadLine, 'came' | 'gone' | 'wasRead'>;
}

/**
 * Somebody who is neither a friend any more nor in the list, as before, has no account. With a friend a
 * message may have begun it while the list was on its way.
 */
const createEnded = ({ conversations, people, windows }: Needs) => {
  const listed = () => new Set(conversations.summaries().map(({ friend }) => friend.id));
  return {
    listed,
    since: (before: Set<number>): number[] =>
      [...before.difference(listed())].filter((id) => !people.contactOf(id)),
    /** As a page without messages, so that a list that was wrong once takes nothing away for ever. */
    asPage: (friend_id: number, asked: number): Change => ({
      type: 'page',
      ...{ friend_id, asked, messages: [], isEnd: true },
      range: { from: 1, to: Number.MAX_SAFE_INTEGER },
      arrange: () =>
        windows.changeKnown(friend_id, (window) => ({
          ...window,
          ...{ next_before: null, next_after: null, isStale: true },
        })),
    }),
  };
};

export const createChangeQueue = (needs: Needs) => {
  const { table, decrypter, offlineWriter, expiring, userId } = needs;
  const ended = createEnded(needs);
  const applyToTable = createApplyChange(needs);
  const applyChange = (change: Change, opened: OpenedAll): boolean => {
    const before = ended.listed();
    const isKnown = applyToTable(change, opened);
    for (const id of idsOf(change)) {
      const item = table.entryById(id)?.item;
      if (item) expiring.note(otherOf(item, userId()), item);
    }
    offlineWriter.changed(change);
    // What was said with them goes, here and where it is kept.
    if (change.type !== 'list') return isKnown;
    for (const friend_id of ended.since(before)) {
      applyChange(ended.asPage(friend_id, change.asked), new Map());
    }
    return isKnown;
  };
  const inOrder = createSerialQueue();

  /** False if the list is to be asked for: what it shows can't be told from what is known here. */
  const apply = async (change: Change): Promise<boolean> => {
    // What is written here waits for nobody.
    if (change.type === 'unsent' || change.type === 'discarded') {
      return batch(() => applyChange(change, new Map()));
    }
    const messages = messagesOf(change);
    const opening = Promise.all(messages.map(inside.open));
    return inOrder(async () => {
      const all = await opening;
      const opened = new Map(messages.map((message, at) => [message, all[at] ?? null]));
      for (const message of messages) inside.done(message);
      return batch(() => applyChange(change, opened));
    });
  };
  const applyOpened = async (message: Message, opened: Opened): Promise<void> => {
    await apply({ type: 'opened', id: message.id, message, opened });
  };
  const inside = createDecryptOnce(
    table,
    decrypter,
    (message, opened) => void applyOpened(message, opened),
  );

  return {
    apply,
    /** All that was given until now is applied. */
    applied: (): Promise<void> => inOrder(() => {}),
    /** Those that could not be opened for want of a connection. */
    async openAgain(friend_id: number): Promise<void> {
      const stuck = table
        .all(friend_id)
        .filter(({ item }) => item.trouble?.reason === 'unreachable');
      const all = stuck.map(async ({ message }) => {
        if (message === null) return;
        const opened = await inside.open(message);
        // What failed once more is no answer for the next who asks.
        inside.done(message);
        if (opened) await applyOpened(message, opened);
      });
      await Promise.all(all);
    },
  };
};

export type ChangeQueue = ReturnType<typeof createChangeQueue>;
