// What is sent, looked at once more at the moment of sending: whether it is still unread and wanted,
// and how much the device may say of it.
import type { PushSubscription } from '../../db/push/subscriptions';
import type { PushPayload } from '../../protocol/push';
import { push_ttl_message_s, push_ttl_over_s, push_ttl_test_s } from '../../protocol/push-limits';
import type { PushedCall } from '../../push/pushing';
import type { Composed } from '../../push/queue';
import type { SignedIds } from '../../push/signed-ids';
import type { World } from '../../world';
import { aboutCall, aboutMessage, aboutTest, written } from './payload';
import { isQuietAt } from './quiet-hours';

export type ComposeDeps = Pick<
  World,
  'users' | 'friends' | 'blocks' | 'hub' | 'pushUnread' | 'pushSettings'
> & { marks: SignedIds };

/** Without what is done when it is settled. */
export type Draft = Omit<Composed, 'settled'> & {
  subscription: PushSubscription;
  push_id: string;
  /** Up to which message of a conversation it tells. */
  mark?: { friend_id: number; message_id: number };
};

interface How {
  /** By what a service replaces an older push with a newer one. */
  topic: string;
  ttl_s: number;
}

const draft = (
  { marks }: ComposeDeps,
  subscription: PushSubscription,
  { topic, ttl_s }: How,
  push_id: string,
  payload: PushPayload,
): Draft => ({
  subscription,
  push_id,
  endpoint: subscription.endpoint,
  receiver: {
    p256dh: new Uint8Array(subscription.p256dh),
    auth: new Uint8Array(subscription.auth),
  },
  ...written(subscription, payload),
  ttl_s,
  topic: marks.topic(subscription.id, topic),
});

/** Whether a page of the session can be seen, as it said. */
const isVisible = (
  { hub }: Pick<World, 'hub'>,
  { user_id, session_id }: PushSubscription,
  now: number,
): boolean =>
  [...hub.of(user_id)].some(
    (device) => device.session_id === session_id && device.visible_until > now,
  );

/** Whether a person is not to be disturbed. */
export const isSilenced = (
  { pushSettings }: Pick<World, 'pushSettings'>,
  user_id: number,
  now: number,
): boolean => (pushSettings.of(user_id).dnd_until ?? 0) > now;

export interface Waiting {
  subscription_id: number;
  friend_id: number;
  /** Only if no device has it: it may have been pushed before the server stopped. */
  isUndelivered: boolean;
}

export const composeMessage = (
  deps: ComposeDeps,
  { subscription_id, friend_id, isUndelivered }: Waiting,
  now: number,
): Draft | undefined => {
  const { users, friends, blocks, pushUnread, pushSettings, marks } = deps;
  const subscription = pushUnread.alive(subscription_id, now);
  if (subscription === undefined) return undefined;
  const { user_id } = subscription;
  if (pushSettings.of(user_id).calls_only || isSilenced(deps, user_id, now)) return undefined;
  if (isQuietAt(subscription, now)) return undefined;
  const contact = friends.contact(user_id, friend_id);
  if (contact === undefined || (contact.muted_until ?? 0) > now) return undefined;
  if (blocks.has(user_id, friend_id)) return undefined;
  const message = pushUnread.newest(contact, pushUnread.mark(subscription_id, friend_id));
  if (message === undefined) return undefined;
  const isDelivered = message.id <= contact.delivered_up_to;
  // A page that can be seen shows it: the device would have to hide the notification.
  if (isDelivered && (isUndelivered || isVisible(deps, subscription, now))) return undefined;
  const push_id = marks.pushId(subscription_id, 'message');
  const friend = users.namesOf(friend_id);
  const badge = pushUnread.badge(user_id, now);
  const about = { subscription, push_id, badge, now, friend, unread: contact.unread };
  // What disappears must not arrive later.
  const left_s = Math.ceil(((message.expires_at ?? Number.POSITIVE_INFINITY) - now) / 1_000);
  const ttl_s = Math.max(1, Math.min(push_ttl_message_s, left_s));
  const how = { topic: `message ${friend_id}`, ttl_s };
  return {
    ...draft(deps, subscription, how, push_id, aboutMessage(about, message)),
    mark: { friend_id, message_id: message.id },
  };
};

/** `kind` is `over` for the end of a call. */
export const composeCall = (
  deps: ComposeDeps,
  subscription_id: number,
  call: Pick<PushedCall, 'from' | 'call_id'> & {
    kind: 'voice' | 'video' | 'over';
    rings_until: number;
  },
  now: number,
): Draft | undefined => {
  const { pushUnread, friends, marks } = deps;
  const subscription = pushUnread.alive(subscription_id, now);
  if (subscription === undefined) return undefined;
  const { user_id } = subscription;
  const { from, call_id, kind, rings_until } = call;
  const isOver = kind === 'over';
  const ttl_s = isOver ? push_ttl_over_s : Math.ceil((rings_until - now) / 1_000);
  if (ttl_s <= 0) return undefined;
  // The page rings by itself. What rang there before is ended there too.
  const ringsHere = !isSilenced(deps, user_id, now) && !isVisible(deps, subscription, now);
  if (!isOver && !ringsHere) return undefined;
  const push_id = marks.pushId(subscription_id, isOver ? 'over' : 'call', call_id);
  const unread = friends.contact(user_id, from.id)?.unread ?? 0;
  const badge = pushUnread.badge(user_id, now);
  const about = { subscription, push_id, badge, now, friend: from, unread };
  const payload = aboutCall(about, call_id, kind);
  return draft(deps, subscription, { topic: `call ${call_id}`, ttl_s }, push_id, payload);
};

/** One asked for it just now: nothing silences it. */
export const composeTest = (
  deps: ComposeDeps,
  subscription_id: number,
  push_id: string,
  now: number,
): Draft | undefined => {
  const subscription = deps.pushUnread.alive(subscription_id, now);
  if (subscription === undefined) return undefined;
  const badge = deps.pushUnread.badge(subscription.user_id, now);
  const payload = aboutTest({ subscription, push_id, badge, now });
  return draft(deps, subscription, { topic: 'test', ttl_s: push_ttl_test_s }, push_id, payload);
};
