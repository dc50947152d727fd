// Names, addresses and passwords as people type them: what is allowed, and what is the same.
import { invalid } from '../protocol/errors';
import {
  email_chars_max,
  password_chars_max,
  password_chars_min,
  username_chars_max,
  username_chars_min,
} from '../protocol/limits';

const allowed = new RegExp(
  `^[\\p{L}\\p{M}\\p{N}_.-]{${username_chars_min},${username_chars_max}}$`,
  'u',
);
/** A name of fillers and joiners alone is a person whom nobody sees. */
const seen = /\P{Default_Ignorable_Code_Point}/u;
// The grammar of RFC 5321 is wider than any mailbox; delivery alone could tell the truth.
const mailbox = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+$/u;

/** Equal for names that differ by case or by compatibility forms alone (NFKC). */
export const nameKey = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');

/** @throws invalidField */
export const toUsername = (text: string): string => {
  const name = text.normalize('NFKC');
  if (allowed.test(name) && seen.test(name)) return name;
  throw invalid(
    'username',
    `${username_chars_min} to ${username_chars_max} letters, digits, "_", "-" or "."`,
  );
};

/** @throws invalidField */
export const toEmail = (text: string): string => {
  if ([...text].length <= email_chars_max && mailbox.test(text)) return text;
  throw invalid('email', `an e-mail address of at most ${email_chars_max} characters`);
};

/** @throws invalidField */
export const toPassword = (text: string, path: string): string => {
  const password = text.normalize('NFKC');
  const chars = [...password].length;
  if (chars >= password_chars_min && chars <= password_chars_max) return password;
  throw invalid(path, `${password_chars_min} to ${password_chars_max} characters`);
};
