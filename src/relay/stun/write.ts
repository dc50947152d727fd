// Writes a STUN message (RFC 8489, 5 and 14).
import { ATTRIBUTE, header_bytes, MAGIC_COOKIE } from './codes';
import { fingerprintOf, integrity_bytes, integrityOf } from './integrity';

export type Attribute = [type: number, value: Uint8Array];

interface Outline {
  type: number;
  transaction: Uint8Array;
  attributes: readonly Attribute[];
  /** Adds MESSAGE-INTEGRITY. */
  key?: Uint8Array | undefined;
  has_fingerprint?: boolean;
}

const padded = (length: number): number => length + (-length & 3);

export const writeMessage = (outline: Outline): Buffer => {
  const { type, transaction, attributes, key, has_fingerprint } = outline;
  const body = attributes.reduce((sum, [, value]) => sum + 4 + padded(value.length), 0);
  const tail = (key === undefined ? 0 : 4 + integrity_bytes) + (has_fingerprint ? 8 : 0);
  const bytes = Buffer.alloc(header_bytes + body + tail);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(body + tail, 2);
  bytes.writeUInt32BE(MAGIC_COOKIE, 4);
  bytes.set(transaction, 8);
  let at = header_bytes;
  const add = (attribute: number, value: Uint8Array) => {
    bytes.writeUInt16BE(attribute, at);
    bytes.writeUInt16BE(value.length, at + 2);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  };
  for (const [attribute, value] of attributes) add(attribute, value);
  if (key !== undefined) add(ATTRIBUTE.messageIntegrity, integrityOf(bytes, at, key));
  if (has_fingerprint) add(ATTRIBUTE.fingerprint, uint32(fingerprintOf(bytes, at)));
  return bytes;
};

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** ERROR-CODE (14.8), without words unless they are given. */
export const errorCode = (code: number, words = ''): Attribute => {
  const value = Buffer.from(`\0\0\0\0${words}`);
  value.writeUInt8(Math.floor(code / 100), 2);
  value.writeUInt8(code % 100, 3);
  return [ATTRIBUTE.errorCode, value];
};
