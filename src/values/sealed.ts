// Sealed messages ("c8e1."), as far as somebody without a key can examine them.
import type { SealedHeader } from '../protocol/envelope';
import {
  isPadded,
  key_id_bytes,
  mid_bytes,
  SEALED_HEADER_MEMBERS,
  SEALED_PREFIX,
  tag_bytes,
} from '../protocol/envelope';
import { Refusal } from '../protocol/errors';
import { id_max } from '../protocol/limits';
import { base64urlBytes } from './base64url';
import type { Json } from './json-object';
import { jsonObject } from './json-object';

const TYPES = ['text', 'image', 'file', 'audio', 'video', 'call'];

/** The header of a `c8e1.` envelope, version 1. @throws undecryptable for anything else */
export function examineSealed(content: string): SealedHeader {
  const [prefix, head, body, ...rest] = content.split('.');
  const header = readHeader(head);
  const sealed = base64urlBytes(body);
  const isWhole = prefix === SEALED_PREFIX && rest.length === 0;
  if (!isWhole || header === null || sealed === null || !isPadded(sealed.length - tag_bytes)) {
    throw new Refusal('undecryptable', { field: 'content' });
  }
  return header;
}

function readHeader(encoded: string | undefined): SealedHeader | null {
  const bytes = base64urlBytes(encoded);
  if (bytes === null) return null;
  const text = bytes.toString('utf8');
  const header = jsonObject(text);
  return header !== null && isHeader(header) && isUnambiguous(text, header) ? header : null;
}

// A name given twice, or a letter escaped, could be read otherwise by another parser, and the
// server would then have checked a different header than the receiver's client sees.
const isUnambiguous = (text: string, header: object): boolean =>
  text.replace(/[ \t\r\n]/g, '') === JSON.stringify(header);

function isHeader(header: Json): header is Json & SealedHeader {
  const { v, mid, from, to, from_key, to_key, type, edits, ...others } = header;
  if (Object.keys(others).length > 0 || SEALED_HEADER_MEMBERS.some((member) => !(member in header)))
    return false;
  if (v !== 1 || typeof type !== 'string' || !TYPES.includes(type)) return false;
  if (!isId(from) || !isId(to)) return false;
  // Notes to oneself are sealed for one's own key.
  if (from === to && from_key !== to_key) return false;
  if (!isOf(key_id_bytes, from_key) || !isOf(key_id_bytes, to_key)) return false;
  if (!isOf(mid_bytes, mid)) return false;
  return !('edits' in header) || (isOf(mid_bytes, edits) && edits !== mid && type !== 'call');
}

const isId = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= id_max;

const isOf = (bytes: number, value: unknown): boolean => base64urlBytes(value)?.length === bytes;
