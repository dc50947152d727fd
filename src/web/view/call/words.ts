// A call in words: where it stands, how it is sealed, and why it ended.
import type { Friend } from '../../../protocol/objects';
import { minutes } from '../../i18n/format';
import type { CallClient } from '../../model/calls/call-client';
import type { Call, EndReason } from '../../model/calls/current';
import type { Client } from '../ui/use-app';

type Ends = Client['t']['value']['call']['ends'];

const OF_END: Partial<Record<EndReason, keyof Ends>> = { answered_elsewhere: 'answeredElsewhere' };

/** Nobody pressed here before it was over. */
const MISSED: readonly EndReason[] = ['timeout', 'cancelled', 'hangup', 'failed', 'ended'];

export const endText = ({ t }: Client, call: Call, name: string): string => {
  const { ends, troubles } = t.value.call;
  const { end, was, trouble } = call;
  if (end === null) return '';
  if (was === 'incoming' && MISSED.includes(end)) return ends.missed(name);
  if (end === 'noMicrophone' && trouble) {
    return `${troubles.microphone[trouble]} ${ends.noMicrophone}`;
  }
  const text = ends[OF_END[end] ?? (end as keyof Ends)];
  return typeof text === 'string' ? text : text(name);
};

/** What the call doctor can say more about. */
const EXPLAINED: readonly EndReason[] = [
  ...(['noRelay', 'unreachable', 'hiddenNoRelay', 'broken'] as const),
  ...(['failed', 'lost', 'notSent', 'noMicrophone'] as const),
];

export const isExplained = ({ end, was }: Call): boolean =>
  end !== null && EXPLAINED.includes(end) && !(was === 'incoming' && MISSED.includes(end));

/** How long the two have heard each other, in seconds. */
const lengthOf = ({ began_at, ended_at }: Call, now: number): number | null =>
  began_at === null ? null : Math.max(0, ((ended_at ?? now) - began_at) / 1_000);

export const phaseText = (app: Client, calls: CallClient, call: Call, now: number): string => {
  const { incoming, phases } = app.t.value.call;
  const length_s = lengthOf(call, now);
  switch (call.phase) {
    case 'outgoing':
      return call.id === '' ? phases.starting : phases.ringing;
    case 'incoming':
      return call.isAccepting ? phases.connecting : incoming[call.kind];
    case 'running':
      return calls.quality.value === 'weak'
        ? `${phases.weak} · ${minutes(length_s ?? 0)}`
        : minutes(length_s ?? 0);
    case 'ended':
      return '';
    default:
      return phases[call.phase];
  }
};

/** Null until it is known. */
export const sealOf = ({ t, naming, pins }: Client, { key }: Call, friend: Friend) => {
  const { encrypted, encryptedNewKey, notEncrypted } = t.value.call;
  if (key === undefined) return null;
  if (key === null) return { isSealed: false, text: notEncrypted };
  const isNew = pins.pins.value[friend.id]?.news?.includes('key') === true;
  return { isSealed: true, text: isNew ? encryptedNewKey(naming.inFull(friend)) : encrypted };
};
