// What the push services do, for the operator.
import type { Measures } from '../http/metrics';
import { toRfc3339 } from '../platform/clock';
import type { PushOff } from '../protocol/push';
import type { ServiceState } from '../push/services';
import type { World } from '../world';

const OFF: Record<PushOff, string> = {
  off: 'off: CHAT8_PUSH=off',
  no_contact: 'off: it needs CHAT8_PUSH_CONTACT, or a CHAT8_PUBLIC_URL of https',
  contact_not_routable:
    'off: the host of CHAT8_PUSH_CONTACT, or else of CHAT8_PUBLIC_URL, is none of the public internet',
};

/** What was sent to a service, and what it answered; since the start. */
const ofService = (state: Readonly<ServiceState>, now: number): string => {
  const { sent, taken, refused, failed, last, trouble, paused_until } = state;
  return [
    `sent ${sent}, taken ${taken}, refused ${refused}, not answered ${failed}`,
    last && `last answer ${last.said} at ${toRfc3339(last.at)}`,
    paused_until > now && `paused until ${toRfc3339(paused_until)}`,
    trouble && `takes nothing from this server: ${trouble.reason}`,
  ]
    .filter(Boolean)
    .join('; ');
};

export const pushStatus = ({ push, pushSubscriptions, clock }: World): Record<string, unknown> => {
  const services = push.services.all();
  const troubled = services.filter(([, { trouble }]) => trouble !== undefined);
  return {
    push: push.why === null ? 'on' : OFF[push.why],
    push_subscriptions: pushSubscriptions.count(),
    push_waiting: push.waiting(),
    ...Object.fromEntries(
      services.map(([service, state]) => [`push ${service}`, ofService(state, clock.now())]),
    ),
    ...(troubled.length > 0 && {
      push_trouble: troubled
        .map(([service, { trouble }]) => `${service}: ${trouble?.reason}`)
        .join(', '),
    }),
  };
};

type Count = (state: Readonly<ServiceState>) => number;

/** What /metrics shows of it. */
export const pushMeasures = {
  gauges: ({ push, pushSubscriptions }: World): Measures['gauges'] => ({
    push_subscriptions: {
      help: 'Devices that are reached by push notifications',
      value: () => pushSubscriptions.count(),
    },
    push_waiting: { help: 'Pushes that wait or are on their way', value: () => push.waiting() },
  }),
  byService({ push }: World): Measures['labelled'] {
    const of = (kind: 'counter' | 'gauge', help: string, count: Count) => ({
      kind,
      help,
      label: 'service',
      values: () =>
        push.services.all().map(([service, state]): [string, number] => [service, count(state)]),
    });
    const lastAnswer: Count = ({ last }) => (last?.at ?? 0) / 1_000;
    return {
      push_sent_total: of('counter', 'Pushes sent to a service', ({ sent }) => sent),
      push_taken_total: of('counter', 'Pushes that it took', ({ taken }) => taken),
      push_refused_total: of('counter', 'Pushes that it refused', ({ refused }) => refused),
      push_failed_total: of('counter', 'Pushes that it did not answer', ({ failed }) => failed),
      push_answer_timestamp_seconds: of('gauge', 'When it last answered; 0: never', lastAnswer),
    };
  },
};
