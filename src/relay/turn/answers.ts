// How requests are answered.

import { take } from '../../platform/token-bucket';
import { ATTRIBUTE, failure, success } from '../stun/codes';
import type { StunMessage } from '../stun/read';
import { type Attribute, errorCode, writeMessage } from '../stun/write';
import type { Link } from './allocation';
import { realm } from './credentials';
import { refused, type Turn } from './turn';

/** RFC 8489, 14.8 and RFC 8656, 19. */
const WORDS: Record<number, string> = {
  400: 'Bad Request',
  420: 'Unknown Attribute',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  440: 'Address Family not Supported',
  441: 'Wrong Credentials',
  442: 'Unsupported Transport Protocol',
  443: 'Peer Address Family Mismatch',
  486: 'Allocation Quota Reached',
  508: 'Insufficient Capacity',
};

/** An answer that has no MESSAGE-INTEGRITY, and is no longer than it must be. */
export const bare = ({ type, transaction }: StunMessage, attributes: Attribute[]): Buffer =>
  writeMessage({ type: type | success, transaction, attributes });

export const bareFailure = (
  { type, transaction }: StunMessage,
  code: number,
  attributes: Attribute[],
): Buffer =>
  writeMessage({
    type: type | failure,
    transaction,
    attributes: [errorCode(code), ...attributes],
  });

/** Signed by the key of whoever asked. */
export const signed = (
  { type, transaction, has_fingerprint }: StunMessage,
  key: Uint8Array,
  attributes: Attribute[],
): Buffer => writeMessage({ type: type | success, transaction, attributes, key, has_fingerprint });

export const signedFailure = (
  { type, transaction, has_fingerprint }: StunMessage,
  key: Uint8Array,
  code: number,
  attributes: Attribute[] = [],
): Buffer =>
  writeMessage({
    type: type | failure,
    transaction,
    attributes: [errorCode(code, WORDS[code]), ...attributes],
    key,
    has_fingerprint,
  });

/** To whoever has proven nothing, over UDP as often as its network may be answered. */
export const answerUnproven = (turn: Turn, link: Link, now: number, make: () => Buffer): void => {
  const { proven_per_s, proven_burst } = turn.limits;
  const isAllowed =
    link.answers === undefined
      ? turn.unproven.mayAnswer(link.address, now)
      : take(link.answers, 1, now, proven_per_s / 1_000, proven_burst);
  if (isAllowed) link.way.answer(link, make());
  else refused(turn, 'too_often');
};

/** What a client needs to sign with (RFC 8489, 9.2.4). */
export const challenge = (turn: Turn, link: Link, now: number): Attribute[] => [
  [ATTRIBUTE.realm, Buffer.from(realm)],
  [ATTRIBUTE.nonce, turn.nonces.make(link, now)],
];

/** UNKNOWN-ATTRIBUTES (RFC 8489, 14.9). */
export const unknownAttributes = (types: number[]): Attribute => {
  const value = Buffer.alloc(2 * types.length);
  for (const [i, type] of types.entries()) value.writeUInt16BE(type, 2 * i);
  return [ATTRIBUTE.unknownAttributes, value];
};
