// What an Allocate or Refresh asks for (RFC 8656, 7.1 and 8), and why it can't be had.
import { allocation_s } from '../limits';
import type { RelayRefusal } from '../stats';
import { ATTRIBUTE, FAMILY, udp_protocol } from '../stun/codes';
import { attributeIn, type StunMessage, unknownIn } from '../stun/read';
import type { Attribute } from '../stun/write';
import { unknownAttributes } from './answers';

export interface Unfit {
  code: number;
  reason: RelayRefusal;
  attributes?: Attribute[];
}

export interface WantedAllocation {
  is_even: boolean;
  /** The port after it is to be kept for another allocation. */
  has_next: boolean;
  token: Buffer | undefined;
  /** An IPv6 address beside the IPv4 one. */
  has_additional: boolean;
}

export const malformed: Unfit = { code: 400, reason: 'malformed' };

/** What comes with credentials. */
const proving = [ATTRIBUTE.username, ATTRIBUTE.realm, ATTRIBUTE.nonce];

export const known = (...types: number[]): ReadonlySet<number> => new Set([...proving, ...types]);

const inAllocate = known(
  ATTRIBUTE.lifetime,
  ATTRIBUTE.requestedTransport,
  ATTRIBUTE.dontFragment,
  ATTRIBUTE.evenPort,
  ATTRIBUTE.reservationToken,
  ATTRIBUTE.requestedAddressFamily,
);

/** Undefined: all are understood. */
export const notUnderstood = (
  message: StunMessage,
  types: ReadonlySet<number>,
): Unfit | undefined => {
  const unknown = unknownIn(message, types);
  if (unknown.length === 0) return undefined;
  return { code: 420, reason: 'malformed', attributes: [unknownAttributes(unknown.slice(0, 16))] };
};

/** Undefined: it is malformed. Whatever is asked for, it is one lifetime or its end (RFC 8656, 7.2). */
export const lifetimeIn = (message: StunMessage): number | undefined => {
  const value = attributeIn(message, ATTRIBUTE.lifetime);
  if (value === undefined) return allocation_s;
  if (value.length !== 4) return undefined;
  return value.readUInt32BE() === 0 ? 0 : allocation_s;
};

const isFamily = (value: Buffer | undefined): boolean => value === undefined || value.length === 4;

/** What keeps it from being looked at further; undefined: nothing. */
const unfitness = (message: StunMessage): Unfit | undefined => {
  const transport = attributeIn(message, ATTRIBUTE.requestedTransport);
  const family = attributeIn(message, ATTRIBUTE.requestedAddressFamily);
  const additional = attributeIn(message, ATTRIBUTE.additionalAddressFamily);
  const token = attributeIn(message, ATTRIBUTE.reservationToken);
  const even = attributeIn(message, ATTRIBUTE.evenPort);
  const strange = notUnderstood(message, inAllocate);
  if (strange !== undefined) return strange;
  if (transport?.length !== 4 || !isFamily(family) || !isFamily(additional)) return malformed;
  if (transport[0] !== udp_protocol) return { code: 442, reason: 'unsupported' };
  if (token !== undefined && (token.length !== 8 || even !== undefined)) return malformed;
  if (even !== undefined && even.length !== 1) return malformed;
  if (lifetimeIn(message) === undefined) return malformed;
  // One address decides the family, so it is asked for in one way only.
  const ways = [family, additional, token].filter((value) => value !== undefined);
  if (ways.length > 1 || (additional !== undefined && even !== undefined)) return malformed;
  if (family !== undefined && family[0] !== FAMILY.ipv4)
    return { code: 440, reason: 'unsupported' };
  return undefined;
};

export const wantedIn = (message: StunMessage): WantedAllocation | Unfit => {
  const unfit = unfitness(message);
  if (unfit !== undefined) return unfit;
  const even = attributeIn(message, ATTRIBUTE.evenPort);
  return {
    is_even: even !== undefined,
    has_next: ((even?.[0] ?? 0) & 0x80) !== 0,
    token: attributeIn(message, ATTRIBUTE.reservationToken),
    has_additional: attributeIn(message, ATTRIBUTE.additionalAddressFamily) !== undefined,
  };
};
