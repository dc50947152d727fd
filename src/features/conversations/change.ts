// One's own view of a conversation: whether it is silent, pinned, archived, or marked as unread; and
// how long messages live in it, which is the same for both.
import { invalid } from '../../protocol/errors';
import { timeOf } from '../../values/time';
import type { World } from '../../world';
import { mustStillWrite, sideToChange } from '../shared/access';
import { arrange, expireAfter, settingsOf } from '../shared/conversation-settings';
import type { ChangedConversation, ConversationChange } from './model';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'rateLimiter'>;

/** As it is stored. @throws invalidField */
const read = ({ muted_until, pinned, archived, unread, expires_in }: ConversationChange) => ({
  ...(muted_until === undefined
    ? {}
    : { muted_until: muted_until === null ? null : timeOf('muted_until', muted_until) }),
  ...(pinned === undefined ? {} : { pinned: Number(pinned) }),
  ...(archived === undefined ? {} : { archived: Number(archived) }),
  ...(unread === undefined ? {} : { marked_unread: Number(unread) }),
  ...(expires_in === undefined ? {} : { expires_in }),
});

/** @throws invalidField, noSuchUser, notFriends, tooManyRequests */
export const changeConversation = async (
  world: Deps,
  me: { id: number },
  friend_id: number,
  asked: ConversationChange,
): Promise<ChangedConversation> => {
  const change = read(asked);
  const members = Object.keys(change) as (keyof typeof change)[];
  if (members.length === 0) throw invalid('body', 'needs a setting');
  world.rateLimiter.take('setting', String(me.id));
  return world.ledger.write((job) => {
    const before = sideToChange(world, me, friend_id);
    const isChanged = members.some((member) => change[member] !== before[member]);
    if (!isChanged) return { friend_id, ...settingsOf(before, job.now) };
    const { expires_in = before.expires_in } = change;
    const isForBoth = expires_in !== before.expires_in;
    // A former friend is told nothing any more.
    if (isForBoth) mustStillWrite(world, me, friend_id);
    if (isForBoth) expireAfter(world, job, before, expires_in);
    const after = arrange(world, job, before, change, isForBoth ? { changed_by: me.id } : {});
    return { friend_id, ...settingsOf(after, job.now) };
  });
};
