// What a push says: as much as the person allowed on that device, in a size that tells nothing.
import type { MessageRow } from '../../db/messages/message';
import type { PushSubscription } from '../../db/push/subscriptions';
import { toRfc3339 } from '../../platform/clock';
import { withoutMarks } from '../../protocol/formatting';
import { callTag, messageTag, type PushPayload, testTag } from '../../protocol/push';
import {
  push_payload_bytes,
  push_payload_text_bytes,
  push_preview_chars_max,
} from '../../protocol/push-limits';
import { PUSH_WORDS, type PushWords, wordOfType } from '../../protocol/push-words';

interface About {
  subscription: PushSubscription;
  push_id: string;
  /** Unread messages of all conversations that are not silenced. */
  badge: number;
  now: number;
}

interface AboutFriend extends About {
  friend: { id: number; username: string };
  /** Unread messages of that conversation. */
  unread: number;
}

const wordsOf = ({ lang }: PushSubscription): PushWords => PUSH_WORDS[lang];
const titleOf = ({ subscription, friend }: AboutFriend): string =>
  subscription.show === 'nothing' ? 'Chat8' : friend.username;
const at = ({ origin }: PushSubscription, friend_id: number): string =>
  friend_id === 0 ? `${origin}/` : `${origin}/#/c/${friend_id}`;

const build = (
  about: About,
  notification: Omit<PushPayload['notification'], 'navigate'>,
  chat8: Omit<PushPayload['chat8'], 'v' | 'to' | 'id'>,
): PushPayload => ({
  web_push: 8030,
  mutable: true,
  app_badge: about.badge,
  notification: { ...notification, navigate: at(about.subscription, chat8.friend_id) },
  chat8: { v: 1, to: about.subscription.user_id, id: about.push_id, ...chat8 },
});

/** A sealed text stays sealed, and what the service must not read it can't: all of it is sealed. */
const bodyOf = ({ subscription, unread }: AboutFriend, message: MessageRow): string => {
  const words = wordsOf(subscription);
  if (subscription.show === 'nothing') return words.something;
  if (subscription.show === 'name' || unread > 1 || message.is_encrypted) {
    return words.messages(unread);
  }
  const text = wordOfType(words, message.message_type) ?? withoutMarks(message.content);
  const points = [...text.slice(0, 2 * push_preview_chars_max)].slice(0, push_preview_chars_max);
  return points.join('');
};

export const aboutMessage = (about: AboutFriend, message: MessageRow): PushPayload => {
  const { subscription, friend, unread } = about;
  const isSealed = subscription.show === 'text' && message.is_encrypted;
  return build(
    about,
    {
      title: titleOf(about),
      body: bodyOf(about, message),
      tag: messageTag(subscription.user_id, friend.id),
      renotify: true,
      silent: false,
    },
    {
      kind: 'message',
      friend_id: friend.id,
      count: unread,
      at: toRfc3339(message.created_at),
      ...(isSealed ? { content: message.content } : {}),
    },
  );
};

export const aboutCall = (
  about: AboutFriend,
  call_id: string,
  kind: 'voice' | 'video' | 'over',
): PushPayload => {
  const { subscription, friend, unread, now } = about;
  const isOver = kind === 'over';
  return build(
    about,
    {
      title: titleOf(about),
      body: wordsOf(subscription)[kind],
      tag: callTag(subscription.user_id, call_id),
      renotify: !isOver,
      silent: isOver,
    },
    {
      kind: isOver ? 'over' : 'call',
      friend_id: friend.id,
      call_id,
      count: unread,
      at: toRfc3339(now),
    },
  );
};

export const aboutTest = (about: About): PushPayload =>
  build(
    about,
    {
      title: 'Chat8',
      body: wordsOf(about.subscription).test,
      tag: testTag(about.subscription.user_id),
      renotify: true,
      silent: false,
    },
    { kind: 'test', friend_id: 0, count: 0, at: toRfc3339(about.now) },
  );

/** The text, and the size to which it is padded; the sealed text stays away if it does not fit. */
export const written = (
  { show }: Pick<PushSubscription, 'show'>,
  payload: PushPayload,
): { payload: string; size: number } => {
  const size = show === 'text' ? push_payload_text_bytes : push_payload_bytes;
  const whole = JSON.stringify(payload);
  // The delimiter takes one.
  if (Buffer.byteLength(whole) < size) return { payload: whole, size };
  const { content: _, ...chat8 } = payload.chat8;
  const bare = JSON.stringify({ ...payload, chat8 });
  if (Buffer.byteLength(bare) < size) return { payload: bare, size };
  const notification = { ...payload.notification, body: '…' };
  return { payload: JSON.stringify({ ...payload, notification, chat8 }), size };
};
