// MESSAGE-INTEGRITY with SHA-1 (RFC 8489, 14.5), FINGERPRINT (14.7), and the key of long-term
// credentials (9.2.2).
import { timingSafeEqual } from 'node:crypto';
import { header_bytes } from './codes';
import { macOf } from './mac';

export const integrity_bytes = 20;
const attribute_head_bytes = 4;
const fingerprint_mask = 0x5354554e;

export const longTermKey = (username: string, realm: string, password: string): Uint8Array =>
  new Bun.CryptoHasher('md5').update(`${username}:${realm}:${password}`).digest();

/**
 * Over the message up to the attribute that begins at `at`, whose header counts this attribute and
 * nothing after it.
 */
export const integrityOf = (bytes: Buffer, at: number, key: Uint8Array): Uint8Array => {
  const length = bytes.readUInt16BE(2);
  bytes.writeUInt16BE(at + attribute_head_bytes + integrity_bytes - header_bytes, 2);
  const mac = macOf('sha1', key, bytes.subarray(0, at));
  bytes.writeUInt16BE(length, 2);
  return mac;
};

/** Whether the MESSAGE-INTEGRITY that begins at `at` was made with this key. */
export const isIntact = (bytes: Buffer, at: number, key: Uint8Array): boolean => {
  const from = at + attribute_head_bytes;
  return timingSafeEqual(bytes.subarray(from, from + integrity_bytes), integrityOf(bytes, at, key));
};

/** Of the message before the attribute that begins at `at`; its header counts the attribute. */
export const fingerprintOf = (bytes: Buffer, at: number): number =>
  (Bun.hash.crc32(bytes.subarray(0, at)) ^ fingerprint_mask) >>> 0;
