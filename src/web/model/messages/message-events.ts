// What an event says of a message, applied; the list is asked for where that does not say all.
import type { EventPayloads } from '../../../protocol/events';
import type { Message } from '../../../protocol/objects';
import type { ChangeQueue } from './change-queue';
import { otherOf } from './item';
import type { Outbox } from './outbox/outbox';
import type { MessageReceipts } from './receipts';
import type { Typing } from './typing';
import type { HistoryPages } from './window/pages';

interface Needs {
  changes: ChangeQueue;
  outbox: Pick<Outbox, 'arrived'>;
  pages: Pick<HistoryPages, 'loadList'>;
  receipts: Pick<MessageReceipts, 'tellDelivered'>;
  typing: Pick<Typing, 'received'>;
  userId: () => number;
}

export const createMessageEvents = (needs: Needs) => {
  const { changes, outbox, pages, receipts, typing, userId } = needs;
  return {
    async message(message: Message, isNew: boolean): Promise<void> {
      const isKnown = await changes.apply({ type: 'message', message, isNew, asked: null });
      if (!isNew) return;
      // Somebody became a friend a moment ago.
      if (!isKnown) await pages.loadList();
      const friend_id = otherOf(message, userId());
      if (message.sender_id === userId()) return outbox.arrived(message);
      typing.received(friend_id, false);
      receipts.tellDelivered(friend_id, message.id);
      return undefined;
    },
    /** Only the server writes them; nobody is told that they came. */
    async callEntry(message: Message): Promise<void> {
      const isKnown = await changes.apply({ type: 'message', message, isNew: true, asked: null });
      if (!isKnown) await pages.loadList();
    },
    async read(told: EventPayloads['message_read']): Promise<void> {
      if (!(await changes.apply({ type: 'read', ...told }))) await pages.loadList();
    },
    async deleted(friend_id: number, id: number): Promise<void> {
      // The list tells what is newest now, and what is still unread.
      if (!(await changes.apply({ type: 'deleted', friend_id, id }))) await pages.loadList();
    },
  };
};
