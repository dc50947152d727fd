// Data as its receiver gets it. The bytes that came in are written over where there is room around the
// data: ChannelData has 4 bytes before it, an indication 36 in the order that all clients use.
import {
  ATTRIBUTE,
  channel_header_bytes,
  FAMILY,
  header_bytes,
  MAGIC_COOKIE,
  port_mask,
  TYPE,
} from '../stun/codes';

const peer_bytes = 12;
const data_head_bytes = 4;
/** STUN header, XOR-PEER-ADDRESS, and the head of DATA. */
const indication_bytes = header_bytes + peer_bytes + data_head_bytes;

const paddedTo4 = (length: number): number => length + (-length & 3);

/** RFC 8656, 12.4; padded in a stream (12.5). The data are `length` bytes of `bytes` from `at` on. */
export const asChannelData = (
  bytes: Buffer,
  at: number,
  length: number,
  channel: number,
  is_stream: boolean,
): Buffer => {
  const end = at + (is_stream ? paddedTo4(length) : length);
  const from = at - channel_header_bytes;
  let out = bytes;
  if (end > bytes.length) {
    out = Buffer.alloc(end - from);
    out.set(bytes.subarray(at, at + length), channel_header_bytes);
  } else if (from > 0 || end < bytes.length) out = bytes.subarray(from, end);
  out.writeUInt16BE(channel, 0);
  out.writeUInt16BE(length, 2);
  return out;
};

/** A Data indication (RFC 8656, 11.4). `relayed` is the relayed address as it is on the wire. */
export const asIndication = (
  bytes: Buffer,
  at: number,
  length: number,
  relayed: number,
  port: number,
  count: number,
): Buffer => {
  const padded = paddedTo4(length);
  const isRoomy = at >= indication_bytes && at + padded <= bytes.length;
  const out = isRoomy
    ? bytes.subarray(at - indication_bytes, at + padded)
    : Buffer.allocUnsafe(indication_bytes + padded);
  if (!isRoomy) {
    out.set(bytes.subarray(at, at + length), indication_bytes);
    // A transaction that nobody answers.
    out.writeDoubleBE(count, 8);
    out.writeUInt32BE(port, 16);
  }
  out.fill(0, indication_bytes + length);
  out.writeUInt16BE(TYPE.dataIndication, 0);
  out.writeUInt16BE(peer_bytes + data_head_bytes + padded, 2);
  out.writeUInt32BE(MAGIC_COOKIE, 4);
  out.writeUInt32BE((ATTRIBUTE.xorPeerAddress << 16) | 8, header_bytes);
  out.writeUInt16BE(FAMILY.ipv4, header_bytes + 4);
  out.writeUInt16BE(port ^ port_mask, header_bytes + 6);
  out.writeUInt32BE(relayed, header_bytes + 8);
  out.writeUInt16BE(ATTRIBUTE.data, header_bytes + peer_bytes);
  out.writeUInt16BE(length, header_bytes + peer_bytes + 2);
  return out;
};
