// XOR-MAPPED-ADDRESS and its like (RFC 8489, 14.2). IPv4 in IPv6 is written as IPv4.
import { addressOf, bytesOf } from '../../platform/address/bytes';
import { FAMILY, MAGIC_COOKIE, transaction_bytes } from './codes';

const cookie = Buffer.alloc(4);
cookie.writeUInt32BE(MAGIC_COOKIE);

/** What the bytes of an address are mixed with: the cookie, and for IPv6 the transaction. */
const mixed = (bytes: Uint8Array, transaction: Uint8Array): Uint8Array =>
  bytes.map((byte, i) => byte ^ ((i < 4 ? cookie[i] : transaction[i - 4]) ?? 0));

export const xorAddress = (address: string, port: number, transaction: Uint8Array): Buffer => {
  const bytes = bytesOf(address);
  const value = Buffer.alloc(4 + bytes.length);
  value.writeUInt8(bytes.length === 4 ? FAMILY.ipv4 : FAMILY.ipv6, 1);
  value.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  value.set(mixed(bytes, transaction), 4);
  return value;
};

export interface TransportAddress {
  address: string;
  port: number;
}

/** Undefined if it is malformed. */
export const readXorAddress = (
  value: Buffer,
  transaction: Uint8Array,
): TransportAddress | undefined => {
  const length = value[1] === FAMILY.ipv4 ? 4 : value[1] === FAMILY.ipv6 ? 16 : 0;
  if (length === 0 || value.length !== 4 + length) return undefined;
  if (transaction.length !== transaction_bytes) return undefined;
  const address = addressOf(mixed(value.subarray(4), transaction));
  return { address, port: value.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16) };
};

/** An IPv4 address as the number that is on the wire, which saves a string for each packet. */
export const xorIpv4 = (address: string): number =>
  (Buffer.from(bytesOf(address)).readUInt32BE(0) ^ MAGIC_COOKIE) >>> 0;
