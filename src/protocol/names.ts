// Which names, addresses and passwords are allowed: the server decides by it, and forms say it first.
import {
  email_chars_max,
  password_chars_max,
  password_chars_min,
  username_chars_max,
  username_chars_min,
} from './limits';

const allowed = new RegExp(
  `^[\\p{L}\\p{M}\\p{N}_.-]{${username_chars_min},${username_chars_max}}$`,
  'u',
);
/** A name of only marks, dots and fillers can't be read out; a filler counts as a letter too. */
const named = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
/** What stands before the @ (RFC 5321, 4.5.3.1.1). */
export const email_local_chars_max = 64;
// The grammar of RFC 5321 is wider than any mailbox; only delivery could prove an address.
const atom = '[^\\s@<>"\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]';
const mailbox = new RegExp(`^${atom}{1,${email_local_chars_max}}@${atom}+$`, 'u');

export const isUsername = (text: string): boolean => {
  const name = text.normalize('NFKC');
  return allowed.test(name) && named.test(name);
};

/** Equal for names that differ by case or by compatibility forms alone (NFKC). */
export const nameKey = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');

export const isEmail = (text: string): boolean =>
  [...text].length <= email_chars_max &&
  mailbox.test(text) &&
  // What is the same by compatibility forms is as bad: a full-width bracket is one.
  mailbox.test(text.normalize('NFKC'));

/** Only a derived key leaves the client's device: of its passwords the length is checked there. */
export const passwordFit = (password: string): 'short' | 'long' | 'fits' => {
  const { length } = [...password.normalize('NFKC')];
  if (length < password_chars_min) return 'short';
  return length > password_chars_max ? 'long' : 'fits';
};

// What keyboards and clipboards put around a name without anyone seeing it.
const unseen = '[\\s\\u2800\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]';
const around = new RegExp(`^${unseen}+|${unseen}+$`, 'gu');

/** A user name or an e-mail address without white space and invisible characters around it. */
export const trimName = (text: string): string => text.replace(around, '');
