// The name of an uploaded file: how it is kept, and what systems take it for.
import { file_name_bytes_max } from '../protocol/upload-limits';

const INVISIBLE =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * The extensions by which any system would take this name, in lower case. `a.exe.`, `a.exe `,
 * `a.exe::$DATA` and `a.ｅｘｅ` are all `exe`.
 */
export const extensionsOf = (name: string): string[] =>
  name.split(/[\0:]/).flatMap((piece) => {
    const plain = piece
      .normalize('NFKC')
      .replace(INVISIBLE, '')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replace(/[\s.]+$/u, '');
    const dot = plain.lastIndexOf('.');
    if (dot < 0) return [];
    const extension = plain.slice(dot + 1);
    return [extension.trim().toLowerCase()];
  });

const cutToBytes = (text: string, bytes_max: number) => {
  let kept = '';
  let size = 0;
  for (const char of text) {
    size += Buffer.byteLength(char);
    if (size > bytes_max) break;
    kept += char;
  }
  return kept;
};

/** A longer "extension" than this is only the end of a name. */
const extension_bytes_max = 32;

/**
 * The name as it is kept and given to others: without path (of either slash), control characters
 * and direction marks, at most 255 bytes of UTF-8 with its extension, `file` when nothing is left.
 */
export const cleanFileName = (name: string): string => {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const clean = base
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/^\s+|[\s.]+$/gu, '');
  if (clean === '') return 'file';
  if (Buffer.byteLength(clean) <= file_name_bytes_max) return clean;
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot) : '';
  const extension_bytes = Buffer.byteLength(extension);
  if (extension_bytes > extension_bytes_max) return cutToBytes(clean, file_name_bytes_max);
  const stem = clean.slice(0, clean.length - extension.length);
  return cutToBytes(stem, file_name_bytes_max - extension_bytes) + extension;
};
