// Who sent a request: whoever signed it with credentials of this server.
import { ATTRIBUTE } from '../stun/codes';
import { isIntact } from '../stun/integrity';
import { attributeIn, type StunMessage } from '../stun/read';
import type { Link } from './allocation';
import type { Credentials } from './credentials';
import type { Turn } from './turn';

const username_bytes_max = 128;

/** Undefined: it proves nothing. */
export const prove = (turn: Turn, message: StunMessage): Credentials | undefined => {
  const name = attributeIn(message, ATTRIBUTE.username);
  if (message.integrity_at === undefined) return undefined;
  if (name === undefined || name.length > username_bytes_max) return undefined;
  const credentials = turn.credentials.of(name.toString('latin1'));
  if (credentials === undefined) return undefined;
  return isIntact(message.bytes, message.integrity_at, credentials.key) ? credentials : undefined;
};

export const nonceState = (turn: Turn, link: Link, message: StunMessage, now: number) =>
  turn.nonces.look(attributeIn(message, ATTRIBUTE.nonce), link, now);
