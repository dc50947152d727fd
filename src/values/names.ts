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
/** A name of only marks, dots and fillers can't be read out; a filler counts as a letter too. */
const named = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
// The grammar of RFC 5321 is wider than any mailbox; only delivery could prove an address.
const atom = '[^\\s@<>"\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]';
const mailbox = new RegExp(`^${atom}{1,64}@${atom}+$`, 'u');

/** Equal for names that differ by case or by compatibility forms alone (NFKC). */
export const nameKey = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');

/** @throws invalidField */
export const toUsername = (text: string): string => {
  const name = text.normalize('NFKC');
  if (allowed.test(name) && named.test(name)) return name;
  throw invalid(
    'username',
    `${username_chars_min} to ${username_chars_max} letters, digits, "_", "-" or ".", ` +
      'with a letter or digit among them',
  );
};

/** @throws invalidField */
export const toEmail = (text: string): string => {
  // What is the same by compatibility forms is as bad: a full-width bracket is one.
  const isMailbox = mailbox.test(text) && mailbox.test(text.normalize('NFKC'));
  if ([...text].length <= email_chars_max && isMailbox) return text;
  throw invalid('email', `an e-mail address of at most ${email_chars_max} characters`);
};

/** @throws invalidField */
export const toPassword = (text: string, path: string): string => {
  const password = text.normalize('NFKC');
  const chars = [...password].length;
  if (chars >= password_chars_min && chars <= password_chars_max) return password;
  throw invalid(path, `${password_chars_min} to ${password_chars_max} characters`);
};
