// How each of the two has a conversation, and what changes it without being asked.
import type { Arrangement, Contact } from '../../db/friends';
import type { JobContext } from '../../db/ledger/job';
import { toRfc3339 } from '../../platform/clock';
import type { ConversationSettings } from '../../protocol/objects';
import { conversationChanged } from '../../realtime/outgoing';
import type { World } from '../../world';

/** A silence that is over is none. */
export const settingsOf = (
  { muted_until, pinned, archived, marked_unread, expires_in }: Arrangement,
  now: number,
): ConversationSettings => ({
  muted_until: muted_until !== null && muted_until > now ? toRfc3339(muted_until) : null,
  pinned: pinned === 1,
  archived: archived === 1,
  unread: marked_unread === 1,
  expires_in,
});

type Deps = Pick<World, 'friends'>;

/** Keeps a side of a conversation, and tells its person's devices. Inside a ledger job. */
export const arrange = (
  { friends }: Deps,
  { now, publish }: JobContext,
  contact: Contact,
  change: Partial<Arrangement>,
  more: { cleared_up_to?: number; changed_by?: number } = {},
): Contact => {
  const after = { ...contact, ...change };
  const { user_id, friend_id, muted_until, pinned, archived, marked_unread } = after;
  friends.arrange(user_id, friend_id, { muted_until, pinned, archived, marked_unread });
  publish(conversationChanged(user_id, friend_id, settingsOf(after, now), more));
  return after;
};

/** A new message brings an archived conversation back, unless it is silent. Inside a ledger job. */
export const bringBack = (world: Deps, job: JobContext, contact: Contact | undefined): void => {
  if (contact?.archived !== 1 || (contact.muted_until ?? 0) > job.now) return;
  arrange(world, job, contact, { archived: 0 });
};

/**
 * From now on messages disappear so many seconds after they were sent, on both sides; the other one's
 * devices are told. Inside a ledger job.
 */
export const expireAfter = (
  { friends }: Deps,
  { now, publish }: JobContext,
  { user_id, friend_id }: Contact,
  expires_in: number | null,
): void => {
  friends.expireAfter(user_id, friend_id, expires_in);
  const other = friends.contact(friend_id, user_id);
  if (other === undefined || friend_id === user_id) return;
  const settings = settingsOf(other, now);
  publish(conversationChanged(friend_id, user_id, settings, { changed_by: user_id }));
};

/** Whoever reads takes their own mark away. Inside a ledger job. */
export const clearMark = (world: Deps, job: JobContext, contact: Contact | undefined): void => {
  if (contact?.marked_unread === 1) arrange(world, job, contact, { marked_unread: 0 });
};
