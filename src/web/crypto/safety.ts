// Safety numbers: Signal's numeric fingerprint, version 0 (libsignal, fingerprint.rs).
import { createSHA512 } from 'hash-wasm';
import type { Bytes } from './bytes';
import { concat, utf8 } from './bytes';

export interface Identity {
  user_id: number;
  /** The 32 bytes of `x`. */
  key: Bytes;
}

const VERSION = new Uint8Array([0, 0]);
const rounds = 5_200;
const chunk_bytes = 5;
const chunks = 6;

/** 60 digits, the same for both people: shown in groups of 5, and ungrouped in a QR code. */
export async function safetyNumber(one: Identity, other: Identity): Promise<string> {
  const halves = [
    await numericFingerprint(one.key, String(one.user_id)),
    await numericFingerprint(other.key, String(other.user_id)),
  ];
  return halves.sort().join('');
}

/** 30 digits for a key and its person; takes about ten milliseconds. */
export async function numericFingerprint(key: Bytes, identifier: string): Promise<string> {
  const sha512 = await createSHA512();
  let hash: Uint8Array = concat(VERSION, key, utf8(identifier));
  for (let round = 0; round < rounds; round++) {
    hash = sha512.init().update(hash).update(key).digest('binary');
  }
  return Array.from({ length: chunks }, (_, at) => digits(hash, at * chunk_bytes)).join('');
}

// 40 bits are too many for bitwise operators, but exact in a double.
const digits = (hash: Uint8Array, from: number): string =>
  String(
    hash.subarray(from, from + chunk_bytes).reduce((value, byte) => value * 256 + byte, 0) %
      100_000,
  ).padStart(5, '0');
