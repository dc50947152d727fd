// Push notifications of a running server, put together: who decides, and what sends.
import { createLru } from '../../platform/lru';
import { housekeeping_first_after_ms } from '../../protocol/limits';
import {
  push_cached_people_max,
  push_calls_known_max,
  push_confirmed_known_max,
  push_ttl_test_s,
} from '../../protocol/push-limits';
import { createEndpoints } from '../../push/endpoint';
import type { Pushing } from '../../push/pushing';
import { createQueue } from '../../push/queue';
import { createSend } from '../../push/send';
import { createServices } from '../../push/services';
import { createSignedIds } from '../../push/signed-ids';
import { subjectOf } from '../../push/subject';
import { createVapid, publicKeyOf } from '../../push/vapid';
import { callEnded, endRinging, type Rang, ring } from './calls';
import { composeTest } from './compose';
import { keyOf, type Listener, type PushContext, type PushParts, type Session } from './context';
import { pushMessage, pushUnpushed, tookDelivery } from './new-messages';
import { settlePush } from './settle';
import { settleState } from './states';

/** Its person is there: what was not confirmed before is no sign any more. */
const metSocket = (context: PushContext, { user_id, session_id }: Session): void => {
  const { world } = context;
  const { ledger, log, pushSubscriptions } = world;
  const isOurs = (listener: Listener) => listener.session_id === session_id;
  const ids = context
    .listenersOf(user_id)
    .filter(isOurs)
    .map(({ id }) => id);
  const rows = ids.flatMap((id) => pushSubscriptions.byId(id) ?? []);
  const waiting = rows.filter((row) => row.waiting_since !== null || row.state === 'quiet');
  if (waiting.length === 0) return;
  ledger
    .write((job) => {
      for (const row of waiting) {
        pushSubscriptions.heard(row.id);
        if (row.state === 'quiet') settleState(world, job, row, 'good', null);
      }
    })
    .catch((error) => log.warn('a device that came back could not be noted', { error }));
};

/** What sends: none of it without a contact that services take. */
const createSending = (parts: PushParts, push: Pick<Pushing, 'endpoints' | 'services'>) => {
  const { clock, log, config, pushKeys, look } = parts;
  const about = subjectOf(config);
  const stopping = new AbortController();
  const { signal: stopped } = stopping;
  const subject = 'subject' in about ? about.subject : '';
  const vapid = createVapid(pushKeys.vapid, subject, clock);
  const { endpoints, services } = push;
  const send = createSend({ clock, log, endpoints, vapid, stopped, ...(look && { look }) });
  return { queue: createQueue({ clock, log, services, send }), stop: () => stopping.abort() };
};

/** Whose devices hear of something is known without asking the database for each message. */
const createListeners = ({ pushUnread }: PushParts) => {
  const known = createLru<number, Listener[]>(push_cached_people_max);
  return {
    of(user_id: number): Listener[] {
      const before = known.get(user_id);
      if (before !== undefined) return before;
      const listeners = pushUnread.listeners(user_id);
      known.set(user_id, listeners);
      return listeners;
    },
    forget: known.delete,
  };
};

/** Which pushes were confirmed lately: a device may say it twice, or before the service answers. */
const createConfirmations = (): Pick<Pushing, 'confirm' | 'isConfirmed'> => {
  const confirmed = createLru<string, true>(push_confirmed_known_max);
  return {
    confirm(push_id) {
      if (confirmed.get(push_id)) return false;
      confirmed.set(push_id, true);
      return true;
    },
    isConfirmed: (push_id) => confirmed.get(push_id) === true,
  };
};

export const createNotifier = (parts: PushParts): Pushing => {
  const { config, pushKeys, clock } = parts;
  const about = subjectOf(config);
  const why = 'why' in about ? about.why : null;
  const marks = createSignedIds(Buffer.from(pushKeys.receipts, 'base64url'));
  const endpoints = createEndpoints(config.push_services);
  const services = createServices(clock);
  const { queue, stop } = createSending(parts, { endpoints, services });
  const listeners = createListeners(parts);
  const rang: Rang = createLru(push_calls_known_max);
  let isStarted = false;

  const listenersOf = (user_id: number) => (isStarted ? listeners.of(user_id) : []);
  const job: PushContext['job'] = (listener, about, compose, ttl_s) => ({
    key: keyOf(listener, about),
    service: listener.service,
    due_at: clock.now(),
    apart_ms: 0,
    expires_at: clock.now() + ttl_s * 1_000,
    attempts: 0,
    compose(now) {
      const draft = compose(now);
      return draft && { ...draft, settled: (outcome) => settlePush(world, draft, outcome) };
    },
  });

  const push: Pushing = {
    why,
    public_key: publicKeyOf(pushKeys.vapid),
    endpoints,
    marks,
    services,
    published({ to, type, data }) {
      if (type !== 'new_message') return;
      const { sender_id, id } = data as { sender_id: number; id: number };
      pushMessage(context, to, sender_id, id);
    },
    delivered: (session, friend_id, up_to) => tookDelivery(context, session, friend_id, up_to),
    connected: (session) => metSocket(context, session),
    call: (call) => ring(context, rang, call),
    callOver: (call) => callEnded(context, rang, call),
    silenced: (call) => endRinging(context, rang, call),
    test(listener) {
      const push_id = marks.pushId(listener.id, 'test');
      const compose = (now: number) => composeTest(world, listener.id, push_id, now);
      queue.add(job(listener, 'test', compose, push_ttl_test_s));
      return push_id;
    },
    ...createConfirmations(),
    changed: listeners.forget,
    waiting: queue.size,
    start() {
      if (why !== null) return () => {};
      isStarted = true;
      const stopQueue = queue.start();
      // The first answer after a start comes first.
      const before = parts.pushUnread.lastId();
      const first = setTimeout(() => pushUnpushed(context, before), housekeeping_first_after_ms);
      return () => {
        isStarted = false;
        clearTimeout(first);
        stopQueue();
        stop();
      };
    },
  };
  const world = { ...parts, marks, push };
  const context: PushContext = { world, queue, listenersOf, job };
  return push;
};
