// STUN messages of a client, by their method.

import { take } from '../../platform/token-bucket';
import { grace_s } from '../limits';
import { xorAddress } from '../stun/address';
import { ATTRIBUTE, FAMILY, TYPE } from '../stun/codes';
import { attributeIn, readMessage, type StunMessage, unknownIn } from '../stun/read';
import { type Attribute, uint32 } from '../stun/write';
import { allocate } from './allocate';
import type { Allocation, Link } from './allocation';
import {
  answerUnproven,
  bare,
  bareFailure,
  challenge,
  signed,
  signedFailure,
  unknownAttributes,
} from './answers';
import { channelBind, createPermission } from './permissions';
import { nonceState, prove } from './proof';
import { refused, type Turn } from './turn';
import { known, lifetimeIn, malformed, notUnderstood, type Unfit } from './wanted';

/** Longer ones no client sends. */
const request_bytes_max = 2_048;
/** So many fit into an answer that is no longer than that of a Binding. */
const unknown_max = 6;
const inBinding = known();
const inRefresh = known(ATTRIBUTE.lifetime, ATTRIBUTE.requestedAddressFamily);

const binding = (turn: Turn, link: Link, message: StunMessage): void => {
  const unknown = unknownIn(message, inBinding);
  if (unknown.length > 0) refused(turn, 'malformed');
  answerUnproven(turn, link, turn.now(), () =>
    unknown.length > 0
      ? bareFailure(message, 420, [unknownAttributes(unknown.slice(0, unknown_max))])
      : bare(message, [
          [ATTRIBUTE.xorMappedAddress, xorAddress(link.address, link.port, message.transaction)],
        ]),
  );
};

type Verb = (
  turn: Turn,
  one: Allocation,
  message: StunMessage,
  now: number,
) => Unfit | Attribute[] | undefined;

/** RFC 8656, 8.2. */
const refresh: Verb = (turn, one, message, now) => {
  const strange = notUnderstood(message, inRefresh);
  if (strange !== undefined) return strange;
  const lifetime_s = lifetimeIn(message);
  const family = attributeIn(message, ATTRIBUTE.requestedAddressFamily);
  if (lifetime_s === undefined || (family !== undefined && family.length !== 4)) return malformed;
  if (family !== undefined && family[0] !== FAMILY.ipv4) {
    return { code: 443, reason: 'unsupported' };
  }
  if (lifetime_s === 0) turn.allocations.end(one, false);
  else one.until = now + (lifetime_s + grace_s) * 1_000;
  return [[ATTRIBUTE.lifetime, uint32(lifetime_s)]];
};

const VERBS = new Map<number, Verb>([
  [TYPE.refresh, refresh],
  [TYPE.createPermission, createPermission],
  [TYPE.channelBind, channelBind],
]);

const mayBeAnswered = ({ limits }: Turn, one: Allocation, now: number): boolean =>
  take(one.answers, 1, now, limits.proven_per_s / 1_000, limits.proven_burst);

const onAllocation = (turn: Turn, link: Link, message: StunMessage, verb: Verb): void => {
  const now = turn.now();
  const proof = prove(turn, message);
  if (proof === undefined) {
    refused(turn, message.integrity_at === undefined ? 'junk' : 'wrong_credentials');
    return;
  }
  const nonce = nonceState(turn, link, message, now);
  const one = link.allocation;
  const refuse = ({ code, reason, attributes }: Unfit) => {
    refused(turn, reason);
    return signedFailure(message, proof.key, code, attributes);
  };
  // Whoever repeats what he overheard, from anywhere, is told nothing.
  if (nonce === 'foreign' && one === undefined) refused(turn, 'stale_nonce');
  else if (one === undefined) {
    const unfit: Unfit = { code: 437, reason: 'mismatch' };
    answerUnproven(turn, link, now, () => refuse(unfit));
  } else if (!mayBeAnswered(turn, one, now)) refused(turn, 'too_often');
  else if (one.username !== proof.username) {
    link.way.answer(link, refuse({ code: 441, reason: 'mismatch' }));
  } else if (nonce === 'foreign' || (nonce === 'old' && verb !== refresh)) {
    const attributes = challenge(turn, link, now);
    link.way.answer(link, refuse({ code: 438, reason: 'stale_nonce', attributes }));
  } else {
    const done = verb(turn, one, message, now) ?? [];
    link.way.answer(link, 'code' in done ? refuse(done) : signed(message, proof.key, done));
  }
};

/** Anything but ChannelData and a Send indication. */
export const answerRequest = (turn: Turn, link: Link, bytes: Buffer): void => {
  const message = bytes.length > request_bytes_max ? undefined : readMessage(bytes);
  const verb = message && VERBS.get(message.type);
  if (message?.type === TYPE.binding) binding(turn, link, message);
  else if (message?.type === TYPE.allocate) allocate(turn, link, message);
  else if (message !== undefined && verb !== undefined) onAllocation(turn, link, message, verb);
  else refused(turn, 'junk');
};
