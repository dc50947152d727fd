// What is inside a sealed message.
import { expires_in_s_max, expires_in_s_min } from '../../protocol/conversation-limits';
import type { Json } from './bytes';
import { fromBase64url, isObject } from './bytes';
import { CryptoFault } from './fault';

/** Reserves the space of a file before it loads: its size in pixels as shown, and its length. */
export interface Measures {
  width?: number;
  height?: number;
  duration_s?: number;
}

/** `size` in bytes; `key` and `sha256` (of the plaintext) are base64url of 32 bytes. */
export interface SealedFile extends Measures {
  key: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  preview?: string;
}

interface SealedCall {
  call_id: string | number;
  payload: unknown;
}

/** Of pictures and films that were sent as one: which of how many it is, from 1 on. */
export interface Album {
  id: string;
  n: number;
  of: number;
}

/** `reply_to` is the id of a message, as in the API. */
export interface Body {
  text?: string;
  file?: SealedFile;
  reply_to?: number;
  /** The `mid` of that message; if present, it decides. */
  reply_mid?: string;
  call?: SealedCall;
  /** When send was pressed, by the sender's clock, in milliseconds since 1970. */
  at?: number;
  /** Only of an edit: one more than the highest seen. */
  rev?: number;
  /** Somebody said it in another conversation first. */
  forwarded?: true;
  /** For who does not know it, its members are messages like others. */
  album?: Album;
  /** It disappears so many seconds after the server had it. */
  expires_in?: number;
}

/** Drops members that this version does not know. @throws malformed */
export function readBody({ text, file, reply_to, reply_mid, call, at, rev, ...more }: Json): Body {
  return {
    ...(text === undefined ? {} : { text: string(text) }),
    ...(file === undefined ? {} : { file: readFile(object(file)) }),
    ...(reply_to === undefined ? {} : { reply_to: count(reply_to) }),
    ...(reply_mid === undefined ? {} : { reply_mid: string(reply_mid) }),
    ...(call === undefined ? {} : { call: readCall(object(call)) }),
    ...(at === undefined ? {} : { at: count(at) }),
    ...(rev === undefined ? {} : { rev: count(rev) }),
    ...(more.forwarded === true ? { forwarded: true } : {}),
    ...readAlbum(more.album),
    ...(isLifetime(more.expires_in) ? { expires_in: more.expires_in } : {}),
  };
}

/** More are two albums. */
export const album_files_max = 10;
const album_id_chars_max = 64;

/** A message is readable whatever stands there; another value is no album. */
function readAlbum(value: unknown): { album?: Album } {
  if (!isObject(value)) return {};
  const { id, n, of } = value;
  const isNamed = typeof id === 'string' && id !== '' && id.length <= album_id_chars_max;
  const isSize = isCount(of, album_files_max) && of > 1;
  return isNamed && isSize && isCount(n, of) ? { album: { id, n, of } } : {};
}

function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && isWithin(value, most);
}

/** A message is readable whatever stands there; another value is none. */
function isLifetime(value: unknown): value is number {
  return isCount(value, expires_in_s_max) && value >= expires_in_s_min;
}

const side_px_max = 65_535;
const duration_s_max = 366 * 86_400;

/** Only valid values; a message is readable whatever they are, since they only reserve space. */
function readMeasures({ width, height, duration_s }: Json): Measures {
  return {
    ...(isWithin(width, side_px_max) && isWithin(height, side_px_max)
      ? { width: Math.ceil(width), height: Math.ceil(height) }
      : {}),
    ...(isWithin(duration_s, duration_s_max) ? { duration_s } : {}),
  };
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && value > 0 && value <= most;
}

function readFile({ key, name, type, size, sha256, preview, ...rest }: Json): SealedFile {
  return {
    key: bytes32(key),
    name: string(name),
    type: string(type),
    size: count(size),
    sha256: bytes32(sha256),
    ...(preview === undefined ? {} : { preview: string(preview) }),
    ...readMeasures(rest),
  };
}

function readCall({ call_id, payload }: Json): SealedCall {
  return { call_id: typeof call_id === 'number' ? count(call_id) : string(call_id), payload };
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : malformed();
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : malformed();
}

function object(value: unknown): Json {
  return isObject(value) ? value : malformed();
}

function bytes32(value: unknown): string {
  return fromBase64url(value).length === 32 ? string(value) : malformed();
}

function malformed(): never {
  throw new CryptoFault('malformed');
}
