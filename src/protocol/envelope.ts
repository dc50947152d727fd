// The sealed message and the sealed file, as far as both ends know them.

/** A sealed message is `c8e1.` ‖ header ‖ `.` ‖ ciphertext, both in base64url. */
export const SEALED_PREFIX = 'c8e1';

/** A sealed file begins with these letters and 12 bytes of zero. */
export const SEALED_FILE_PREFIX = 'c8f1';
export const sealed_file_zero_bytes = 12;

/** What the server may see: user ids, thumbprints (RFC 7638), a message type or `call`. */
export interface SealedHeader {
  v: 1;
  mid: string;
  from: number;
  to: number;
  from_key: string;
  to_key: string;
  type: string;
  /** The first `mid` of the message that this edits. */
  edits?: string;
}

export const SEALED_HEADER_MEMBERS = ['v', 'mid', 'from', 'to', 'from_key', 'to_key', 'type'];

export const mid_bytes = 16;
export const key_id_bytes = 32;

/** Of AES-GCM (NIST SP 800-38D). */
export const tag_bytes = 16;

const padded_small_bytes = [64, 256, 1_024];
const padded_step_bytes = 4_096;
export const padded_bytes_max = 45_056;

/** The bytes that a plaintext of so many is padded to, so that its length tells little. */
export const paddedSize = (bytes: number): number =>
  padded_small_bytes.find((size) => bytes <= size) ??
  Math.ceil(bytes / padded_step_bytes) * padded_step_bytes;

export const isPadded = (bytes: number): boolean =>
  bytes > 0 && bytes <= padded_bytes_max && paddedSize(bytes) === bytes;
