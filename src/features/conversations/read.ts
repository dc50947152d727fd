// Everything up to a message was read.
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import { clearMark } from '../shared/conversation-settings';
import { isReadingTold, tellReading } from '../shared/reading';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'messages' | 'privacy'>;

/** Marks everything received up to that id; idempotent. @throws noSuchUser, notFriends */
export const readUpTo = (world: Deps, me: { id: number }, friend_id: number, up_to: number) =>
  world.ledger.write((job) => {
    const contact = contactOrRefusal(world, me, friend_id);
    clearMark(world, job, contact);
    const reached = Math.min(up_to, contact.last_message_id);
    const isTold = isReadingTold(world, me.id, friend_id);
    const ids = world.messages.readUpTo(contact, reached, job.now, isTold);
    if (ids.length === 0) return;
    tellReading(world, job, {
      reader_id: me.id,
      sender_id: friend_id,
      marked: { up_to: reached },
      ids,
      isTold,
      has_untold: contact.has_untold === 1,
    });
  });
