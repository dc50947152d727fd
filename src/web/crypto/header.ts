// The header of a sealed message: what the server may see, and what the receiver checks.
import type { SealedHeader } from '../../protocol/envelope';
import {
  key_id_bytes,
  mid_bytes,
  SEALED_HEADER_MEMBERS,
  SEALED_PREFIX,
} from '../../protocol/envelope';
import { fromBase64url, fromUtf8, parseObject, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';

/** An envelope in its parts; `head` is H, exactly as sent. */
export interface Envelope {
  header: SealedHeader;
  head: string;
  ciphertext: string;
}

/** What the message around the envelope claims; a call's signal has no `mid` of its own. */
export interface Expected {
  from: number;
  to: number;
  type: string;
  mid?: string;
  edits?: string;
}

const REQUIRED = SEALED_HEADER_MEMBERS.toSorted().join();
const WITH_EDITS = [...SEALED_HEADER_MEMBERS, 'edits'].toSorted().join();

export const isSealed = (content: string): boolean => content.startsWith(`${SEALED_PREFIX}.`);

export const encodeHeader = (header: SealedHeader): string =>
  toBase64url(utf8(JSON.stringify(header)));

export const joinEnvelope = (head: string, ciphertext: string): string =>
  `${SEALED_PREFIX}.${head}.${ciphertext}`;

/** @throws malformed */
export function readEnvelope(content: string): Envelope {
  const [prefix, head, ciphertext, ...rest] = content.split('.');
  if (
    prefix !== SEALED_PREFIX ||
    head === undefined ||
    ciphertext === undefined ||
    rest.length > 0
  ) {
    throw new CryptoFault('malformed');
  }
  return { header: readHeader(fromUtf8(fromBase64url(head))), head, ciphertext };
}

function readHeader(text: string): SealedHeader {
  const fields = parseObject(text);
  const { v, mid, from, to, from_key, to_key, type, edits } = fields;
  const names = Object.keys(fields).sort().join();
  if (v !== 1 || (names !== REQUIRED && names !== WITH_EDITS) || typeof type !== 'string') {
    throw new CryptoFault('malformed');
  }
  return {
    v,
    mid: encoded(mid, mid_bytes),
    from: id(from),
    to: id(to),
    from_key: encoded(from_key, key_id_bytes),
    to_key: encoded(to_key, key_id_bytes),
    type,
    ...(names === WITH_EDITS ? { edits: encoded(edits, mid_bytes) } : {}),
  };
}

function id(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new CryptoFault('malformed');
}

function encoded(value: unknown, bytes: number): string {
  if (typeof value === 'string' && fromBase64url(value).length === bytes) return value;
  throw new CryptoFault('malformed');
}

/** @throws wrong_header if the envelope was moved to another message, or an old text restored */
export function checkHeader(header: SealedHeader, expected: Expected): void {
  const agrees =
    header.from === expected.from &&
    header.to === expected.to &&
    header.type === expected.type &&
    header.edits === expected.edits &&
    (expected.mid === undefined || header.mid === expected.mid);
  if (!agrees) throw new CryptoFault('wrong_header');
}
