import { randomBytes } from 'node:crypto';

// RFC 4648, section 6, in small letters: they survive being read out, and two texts of them never meet
// on a file system that ignores case.
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Five random bits each. */
export const randomLetters = (count: number): string =>
  Array.from(randomBytes(count), (byte) => ALPHABET[byte & 31]).join('');
