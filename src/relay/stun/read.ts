// Reads a STUN message (RFC 8489, 5, 6.3 and 14).
import { ATTRIBUTE, header_bytes, MAGIC_COOKIE, optional_from } from './codes';
import { fingerprintOf, integrity_bytes } from './integrity';

export interface StunMessage {
  type: number;
  transaction: Buffer;
  /** All of it. */
  bytes: Buffer;
  /** Those before MESSAGE-INTEGRITY: what follows it counts for nothing (14.5). */
  attributes: [type: number, value: Buffer][];
  /** Where MESSAGE-INTEGRITY begins; undefined: it has none. */
  integrity_at: number | undefined;
  has_fingerprint: boolean;
}

const isWhole = (bytes: Buffer): boolean =>
  bytes.length >= header_bytes &&
  bytes.readUInt16BE(0) < 0x4000 &&
  bytes.readUInt32BE(4) === MAGIC_COOKIE &&
  bytes.readUInt16BE(2) === bytes.length - header_bytes &&
  bytes.length % 4 === 0;

/** Undefined if it is none, or none that is whole. */
export const readMessage = (bytes: Buffer): StunMessage | undefined => {
  if (!isWhole(bytes)) return undefined;
  const message: StunMessage = {
    type: bytes.readUInt16BE(0),
    transaction: bytes.subarray(8, header_bytes),
    bytes,
    attributes: [],
    integrity_at: undefined,
    has_fingerprint: false,
  };
  for (let at = header_bytes; at < bytes.length; ) {
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 4 + length + (-length & 3);
    if (next > bytes.length) return undefined;
    if (type === ATTRIBUTE.fingerprint) {
      // The last one, and right (14.7).
      if (next !== bytes.length || length !== 4) return undefined;
      if (bytes.readUInt32BE(at + 4) !== fingerprintOf(bytes, at)) return undefined;
      message.has_fingerprint = true;
    } else if (message.integrity_at === undefined) {
      if (type !== ATTRIBUTE.messageIntegrity) {
        message.attributes.push([type, bytes.subarray(at + 4, at + 4 + length)]);
      } else if (length === integrity_bytes) message.integrity_at = at;
      else return undefined;
    }
    at = next;
  }
  return message;
};

/** Of several the first one counts (14). */
export const attributeIn = ({ attributes }: StunMessage, wanted: number): Buffer | undefined =>
  attributes.find(([type]) => type === wanted)?.[1];

/** The ones that have to be understood and aren't (RFC 8489, 6.3.1). */
export const unknownIn = ({ attributes }: StunMessage, known: ReadonlySet<number>): number[] =>
  attributes.flatMap(([type]) => (type < optional_from && !known.has(type) ? [type] : []));
