// Bytes, and the few primitives of WebCrypto that everything here is built on.
import { CryptoFault } from './fault';

export type Bytes = Uint8Array<ArrayBuffer>;
export type Json = Record<string, unknown>;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base64_step_bytes = 0x6000;

/** WebCrypto exists only on https and on localhost. */
export const hasWebCrypto = (): boolean => globalThis.crypto?.subtle !== undefined;

export const randomBytes = (length: number): Bytes =>
  crypto.getRandomValues(new Uint8Array(length));

export const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));

export function fromUtf8(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CryptoFault('malformed');
  }
}

export function concat(...parts: Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  // In steps: a whole message as an argument list overflows the stack.
  for (let at = 0; at < bytes.length; at += base64_step_bytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + base64_step_bytes));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Takes only canonical base64url without padding. @throws malformed */
export function fromBase64url(text: unknown): Bytes {
  if (typeof text !== 'string' || !isCanonical(text)) throw new CryptoFault('malformed');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function isCanonical(text: string): boolean {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return false;
  const unusedBits = [0, 0, 0b1111, 0b11][text.length % 4] ?? 0;
  return (ALPHABET.indexOf(text.at(-1) ?? 'A') & unusedBits) === 0;
}

/** Parses the JSON of an object. @throws malformed */
export function parseObject(text: string): Json {
  const value = parse(text);
  if (!isObject(value)) throw new CryptoFault('malformed');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CryptoFault('malformed');
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** HKDF-SHA256 (RFC 5869) without a salt, 32 bytes. */
export async function hkdf(secret: Bytes, info: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}
