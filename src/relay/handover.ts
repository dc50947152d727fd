// How the TLS front tells the relay whose connection it hands over: the first 50 bytes on a TCP
// connection to the handover port, before anything of the client.
//   32 bytes  a key that the front and this relay alone know
//   16 bytes  the client's address; IPv4 in IPv6 (RFC 4291, 2.5.5.2)
//    2 bytes  the client's port
import { timingSafeEqual } from 'node:crypto';
import { addressOf, bytesOf } from '../platform/address/bytes';

export const handover_key_bytes = 32;
export const handover_bytes = handover_key_bytes + 16 + 2;

export const handoverHeader = (key: Uint8Array, address: string, port: number): Uint8Array => {
  const header = Buffer.alloc(handover_bytes);
  header.set(key);
  const bytes = bytesOf(address);
  if (bytes.length === 4) header.writeUInt16BE(0xffff, handover_key_bytes + 10);
  header.set(bytes, handover_key_bytes + 16 - bytes.length);
  header.writeUInt16BE(port, handover_key_bytes + 16);
  return header;
};

/** Undefined if it isn't the front's. */
export const readHandover = (key: Uint8Array, header: Uint8Array) => {
  const given = header.subarray(0, handover_key_bytes);
  if (header.length < handover_bytes || !timingSafeEqual(given, key)) return undefined;
  const address = addressOf(header.subarray(handover_key_bytes, handover_key_bytes + 16));
  const port = Buffer.from(header.buffer, header.byteOffset).readUInt16BE(handover_key_bytes + 16);
  return { address, port };
};
