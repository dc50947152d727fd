// base64url without padding (RFC 4648, section 5), in its one canonical spelling: no bit of the last
// character is spare for another.
import { invalid } from '../protocol/errors';

/** The bytes; null for what is no text, or not spelled canonically. */
export const base64urlBytes = (value: unknown): Buffer | null => {
  if (typeof value !== 'string') return null;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.toString('base64url') === value ? bytes : null;
};

/** So many bytes. @throws invalidField */
export const mustBeBase64url = (text: string, length: number, path: string): Buffer => {
  const bytes = base64urlBytes(text);
  if (bytes?.byteLength === length) return bytes;
  throw invalid(path, `must be ${length} bytes in base64url`);
};
