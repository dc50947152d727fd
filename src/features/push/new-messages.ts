// Pushes of new messages: at once, unless a page before its person's eyes takes them.
import {
  push_after_start_ms,
  push_before_start_max,
  push_before_start_ms,
  push_every_ms,
  push_other_page_ms,
  push_own_page_ms,
  push_ttl_message_s,
} from '../../protocol/push-limits';
import type { Job } from '../../push/queue';
import { composeMessage, type Waiting } from './compose';
import { keyOf, type Listener, type PushContext, type Session } from './context';

interface MessageJob extends Job {
  /** The newest message that it stands for. */
  message_id: number;
  /** Waits for the page of its own session to take it. */
  waitsForPage: boolean;
}

const aboutFriend = (friend_id: number) => `message ${friend_id}`;

/** How long a device is waited for that has the page before its person's eyes. */
const patienceFor = (
  { world }: PushContext,
  user_id: number,
  { session_id }: Listener,
  now: number,
) => {
  let wait_ms = 0;
  for (const device of world.hub.of(user_id)) {
    if (device.visible_until <= now) continue;
    if (device.session_id === session_id) return { wait_ms: push_own_page_ms, waitsForPage: true };
    wait_ms = push_other_page_ms;
  }
  return { wait_ms, waitsForPage: false };
};

type About = Pick<MessageJob, 'message_id' | 'waitsForPage'>;

/**
 * True if a job waits that tells of it as well: in a conversation that is fast, that is so with all but one
 * message in ten seconds.
 */
const joins = (
  { queue }: PushContext,
  { service }: Listener,
  key: string,
  due_at: number,
  { message_id, waitsForPage }: About,
): boolean => {
  const known = queue.delayedUntil(key, due_at) as MessageJob | undefined;
  // One of before the start is about what reached nobody alone.
  if (known?.message_id === undefined) return queue.isReady(key, service);
  known.message_id = message_id;
  known.waitsForPage = waitsForPage;
  known.expires_at = due_at + push_ttl_message_s * 1_000;
  return true;
};

export const pushMessage = (
  context: PushContext,
  user_id: number,
  friend_id: number,
  message_id: number,
): void => {
  const { queue, world } = context;
  const now = world.clock.now();
  for (const listener of context.listenersOf(user_id)) {
    const { wait_ms, waitsForPage } = patienceFor(context, user_id, listener, now);
    const about = { message_id, waitsForPage };
    const key = keyOf(listener, aboutFriend(friend_id));
    if (joins(context, listener, key, now + wait_ms, about)) continue;
    const waiting: Waiting = { subscription_id: listener.id, friend_id, isUndelivered: false };
    const compose = (at: number) => composeMessage(world, waiting, at);
    const job: MessageJob = {
      ...context.job(listener, aboutFriend(friend_id), compose, push_ttl_message_s),
      apart_ms: push_every_ms,
      ...about,
    };
    job.due_at += wait_ms;
    queue.add(job);
  }
};

/** A page before its person's eyes has taken it: there is nothing to push there. */
export const tookDelivery = (
  { world, listenersOf, queue }: PushContext,
  { user_id, session_id }: Session,
  friend_id: number,
  up_to: number,
): void => {
  for (const listener of listenersOf(user_id)) {
    if (listener.session_id !== session_id) continue;
    const key = keyOf(listener, aboutFriend(friend_id));
    const job = queue.delayed(key) as MessageJob | undefined;
    if (!job?.waitsForPage) continue;
    if (job.message_id <= up_to) queue.drop(key, listener.service);
    // It takes one after the other.
    else job.due_at = world.clock.now() + push_own_page_ms;
  }
};

/**
 * What came just before the start, and perhaps was never pushed: as far as the message `up_to`. What
 * came later has its push already, which must neither lose its turn nor be made twice.
 */
export const pushUnpushed = (context: PushContext, up_to: number): void => {
  const { pushUnread, pushSubscriptions, clock } = context.world;
  if (pushSubscriptions.count() === 0) return;
  const since = clock.now() - push_before_start_ms;
  const unpushed = pushUnread.unpushedSince(since, up_to, push_before_start_max);
  for (const { user_id, friend_id } of unpushed) {
    for (const listener of context.listenersOf(user_id)) {
      const waiting: Waiting = { subscription_id: listener.id, friend_id, isUndelivered: true };
      const compose = (now: number) => composeMessage(context.world, waiting, now);
      const job = context.job(listener, aboutFriend(friend_id), compose, push_ttl_message_s);
      context.queue.add({
        ...job,
        apart_ms: push_every_ms,
        due_at: job.due_at + push_after_start_ms,
      });
    }
  }
};
