// Reads a Send indication (RFC 8656, 11.1), of which some browsers send one for each packet: without
// garbage, so not by the reader of requests.
import {
  ATTRIBUTE,
  FAMILY,
  header_bytes,
  MAGIC_COOKIE,
  optional_from,
  port_mask,
} from '../stun/codes';

/** Where a Send indication leads to, and what it carries; read into the same object each time. */
export interface Sent {
  /** The address as it is on the wire. */
  peer: number;
  peer_port: number;
  /** Where the data begins. */
  at: number;
  length: number;
}

/** False if it is malformed, or lacks a peer or data. */
export const readSent = (bytes: Buffer, sent: Sent): boolean => {
  const end = bytes.length;
  if (bytes.readUInt32BE(4) !== MAGIC_COOKIE) return false;
  if (bytes.readUInt16BE(2) !== end - header_bytes || end % 4 !== 0) return false;
  sent.peer_port = 0;
  sent.at = 0;
  for (let at = header_bytes; at < end; ) {
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const value = at + 4;
    at = value + length + (-length & 3);
    if (at > end) return false;
    if (type === ATTRIBUTE.data && sent.at === 0) {
      sent.at = value;
      sent.length = length;
    } else if (type === ATTRIBUTE.xorPeerAddress && sent.peer_port === 0) {
      // Nobody of this relay has another family.
      if (length !== 8 || bytes[value + 1] !== FAMILY.ipv4) return false;
      sent.peer_port = bytes.readUInt16BE(value + 2) ^ port_mask;
      sent.peer = bytes.readUInt32BE(value + 4);
    } else if (type < optional_from && type !== ATTRIBUTE.dontFragment) return false;
  }
  return sent.at !== 0 && sent.peer_port !== 0;
};
