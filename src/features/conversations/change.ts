// One's own view of a conversation: whether it is silent.
import { toRfc3339 } from '../../platform/clock';
import { invalid } from '../../protocol/errors';
import { conversationChanged } from '../../realtime/outgoing';
import { timeOf } from '../../values/time';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import type { ConversationChange } from './model';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'rateLimiter'>;

/** @throws invalidField, yourself, noSuchUser, notFriends, tooManyRequests */
export const changeConversation = async (
  world: Deps,
  me: { id: number },
  friend_id: number,
  { muted_until }: ConversationChange,
): Promise<{ friend_id: number; muted_until: string | null }> => {
  if (muted_until === undefined) throw invalid('body', 'needs muted_until');
  const until = muted_until === null ? null : timeOf('muted_until', muted_until);
  world.rateLimiter.take('setting', String(me.id));
  return world.ledger.write(({ publish }) => {
    const before = contactOrRefusal(world, me, friend_id).muted_until;
    if (before !== until) {
      world.friends.mute(me.id, friend_id, until);
      publish(conversationChanged(me.id, friend_id, until));
    }
    return { friend_id, muted_until: until === null ? null : toRfc3339(until) };
  });
};
