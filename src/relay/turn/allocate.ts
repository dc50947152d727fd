// Allocate (RFC 8656, 7.2): an invented address, and a port of its own.

import { fullBucket, take } from '../../platform/token-bucket';
import { allocation_s, grace_s } from '../limits';
import { xorAddress } from '../stun/address';
import { ATTRIBUTE } from '../stun/codes';
import type { StunMessage } from '../stun/read';
import { type Attribute, errorCode, uint32 } from '../stun/write';
import type { Allocation, CallState, Link } from './allocation';
import { answerUnproven, bareFailure, challenge, signed, signedFailure } from './answers';
import type { Credentials } from './credentials';
import { nonceState, prove } from './proof';
import { burstOf } from './rates';
import { refused, type Turn } from './turn';
import { type Unfit, type WantedAllocation, wantedIn } from './wanted';

interface Asked {
  link: Link;
  message: StunMessage;
  proof: Credentials;
  call: CallState;
  now: number;
}

/** Whose a reserved port is, by whichever of his credentials. */
const ownerOf = ({ call_id, user_id }: Credentials): string => `${call_id}:${user_id}`;

/** A port, or why there is none. */
const portFor = (turn: Turn, asked: Asked, wanted: WantedAllocation): number | Unfit => {
  const { allocations } = turn;
  const room = allocations.room(asked.call, asked.proof.user_id, asked.link.address, asked.now);
  if (room === 'quota') return { code: 486, reason: 'quota' };
  const full: Unfit = { code: 508, reason: 'capacity' };
  if (room === 'capacity') return full;
  const { token } = wanted;
  const port =
    token === undefined
      ? allocations.freePort(wanted.is_even, wanted.has_next)
      : allocations.redeem(token, ownerOf(asked.proof), asked.now);
  return port ?? full;
};

const attributesOf = (
  turn: Turn,
  { link, message, proof, now }: Asked,
  wanted: WantedAllocation,
  port: number,
): Attribute[] => {
  const { transaction } = message;
  const attributes: Attribute[] = [
    [ATTRIBUTE.xorRelayedAddress, xorAddress(turn.relayed_address, port, transaction)],
    [ATTRIBUTE.lifetime, uint32(allocation_s)],
    [ATTRIBUTE.xorMappedAddress, xorAddress(link.address, link.port, transaction)],
  ];
  if (wanted.has_next) {
    const token = turn.allocations.reserve(port, ownerOf(proof), now);
    attributes.push([ATTRIBUTE.reservationToken, token]);
  }
  if (wanted.has_additional) {
    // 440 for the second family alone (RFC 8656, 18.12).
    const [, code] = errorCode(440);
    const value = Buffer.concat([Uint8Array.of(2, 0), code.subarray(2)]);
    attributes.push([ATTRIBUTE.addressErrorCode, value]);
  }
  return attributes;
};

const make = (turn: Turn, asked: Asked, wanted: WantedAllocation, port: number): Allocation => {
  const { link, message, proof, call, now } = asked;
  const { proven_burst, allocation_mbit } = turn.limits;
  const { username, user_id, key } = proof;
  return {
    link,
    call,
    user_id,
    username,
    key,
    port,
    transaction: message.transaction.toString('hex'),
    answer: signed(message, key, attributesOf(turn, asked, wanted, port)),
    until: now + (allocation_s + grace_s) * 1_000,
    permitted_until: 0,
    channels: new Map(),
    channel_to: new Map(),
    used_at: Number.NEGATIVE_INFINITY,
    sent: fullBucket(burstOf(allocation_mbit), now),
    received: fullBucket(burstOf(allocation_mbit), now),
    answers: fullBucket(proven_burst, now),
  };
};

/** A second one for the same client, or the first one's request again. */
const again = (turn: Turn, { link, message, proof, now }: Asked, one: Allocation): void => {
  const { proven_per_s, proven_burst } = turn.limits;
  if (!take(one.answers, 1, now, proven_per_s / 1_000, proven_burst)) {
    refused(turn, 'too_often');
  } else if (one.transaction === message.transaction.toString('hex')) {
    link.way.answer(link, one.answer);
  } else {
    refused(turn, 'mismatch');
    link.way.answer(link, signedFailure(message, proof.key, 437));
  }
};

const allocateFor = (turn: Turn, asked: Asked): void => {
  const { link, message, proof, now } = asked;
  if (link.allocation !== undefined) {
    again(turn, asked, link.allocation);
    return;
  }
  const refuse = ({ code, reason, attributes }: Unfit) => {
    refused(turn, reason);
    answerUnproven(turn, link, now, () => signedFailure(message, proof.key, code, attributes));
  };
  const wanted = wantedIn(message);
  if ('code' in wanted) {
    refuse(wanted);
    return;
  }
  const port = portFor(turn, asked, wanted);
  if (typeof port !== 'number') {
    refuse(port);
    return;
  }
  const one = make(turn, asked, wanted, port);
  turn.allocations.add(one);
  link.way.answer(link, one.answer);
};

/** `is_told`: the main thread was asked about the call. */
export const allocate = (turn: Turn, link: Link, message: StunMessage, is_told = false): void => {
  const now = turn.now();
  const proof = prove(turn, message);
  const challenged = (code: number) =>
    answerUnproven(turn, link, now, () => bareFailure(message, code, challenge(turn, link, now)));
  if (proof === undefined) {
    refused(turn, message.integrity_at === undefined ? 'unproven' : 'wrong_credentials');
    challenged(401);
    return;
  }
  if (nonceState(turn, link, message, now) !== 'fresh') {
    refused(turn, 'stale_nonce');
    challenged(438);
    return;
  }
  const call = turn.calls.get(proof.call_id);
  if (call === undefined && !is_told) {
    turn.calls.whenTold(proof.call_id, () => {
      // It may have asked twice meanwhile, and have its allocation already, or have left.
      const met = link.way.current(link);
      if (met !== undefined) allocate(turn, met, message, true);
    });
    return;
  }
  if (!call?.member_ids.includes(proof.user_id)) {
    refused(turn, 'no_such_call');
    challenged(401);
    return;
  }
  allocateFor(turn, { link, message, proof, call, now });
};
