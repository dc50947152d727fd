// Hiding a whole conversation from oneself: no reading of it is told to anybody.
import { cleared_batch_messages } from '../../protocol/conversation-limits';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import { arrange } from '../shared/conversation-settings';
import { type DeleteDeps, deleteForBoth } from '../shared/delete-message';

type Deps = DeleteDeps & Pick<World, 'ledger' | 'users' | 'friends' | 'rateLimiter'>;

/**
 * Everything up to now, a long one in several transactions; own devices hear of it once. What the
 * other one does not see either is deleted. @throws noSuchUser, notFriends, tooManyRequests
 */
export const clearConversation = async (
  world: Deps,
  me: { id: number },
  friend_id: number,
): Promise<void> => {
  const { messages, ledger } = world;
  const { total, last_message_id } = contactOrRefusal(world, me, friend_id);
  world.rateLimiter.take('change', String(me.id));
  if (total === 0) return;
  for (let up_to = last_message_id; up_to > 0; ) {
    up_to = await ledger.write((job) => {
      const side = contactOrRefusal(world, me, friend_id);
      const { unseen, next } = messages.hideNext(side, up_to, cleared_batch_messages);
      for (const id of unseen) {
        const row = messages.byId(id);
        if (row !== undefined) deleteForBoth(world, job, row);
      }
      if (next > 0) return next;
      const after = contactOrRefusal(world, me, friend_id);
      arrange(world, job, after, { marked_unread: 0 }, { cleared_up_to: last_message_id });
      return 0;
    });
  }
};
