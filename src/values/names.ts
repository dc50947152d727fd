// Names, addresses and passwords as people type them: what is allowed, and what is the same.
import { display_name_chars_max, isDisplayName, tidyDisplayName } from '../protocol/display-name';
import { invalid } from '../protocol/errors';
import {
  email_chars_max,
  password_chars_max,
  password_chars_min,
  username_chars_max,
  username_chars_min,
} from '../protocol/limits';
import { email_local_chars_max, isEmail, isUsername, passwordFit } from '../protocol/names';

/** @throws invalidField */
export const toUsername = (text: string): string => {
  if (isUsername(text)) return text.normalize('NFKC');
  throw invalid(
    'username',
    `${username_chars_min} to ${username_chars_max} letters, digits, "_", "-" or ".", ` +
      'with a letter or digit among them',
  );
};

/** @throws invalidField */
export const toDisplayName = (text: string): string => {
  if (isDisplayName(text)) return tidyDisplayName(text);
  throw invalid(
    'display_name',
    `at most ${display_name_chars_max} characters, with a letter, digit or emoji among them and ` +
      'none that cannot be seen',
  );
};

/** "" is none. @throws invalidField */
export const toEmail = (text: string): string => {
  if (text === '' || isEmail(text)) return text;
  throw invalid(
    'email',
    `an e-mail address of at most ${email_chars_max} characters, ${email_local_chars_max} before the @`,
  );
};

/** @throws invalidField */
export const toPassword = (text: string, path: string): string => {
  if (passwordFit(text) === 'fits') return text.normalize('NFKC');
  throw invalid(path, `${password_chars_min} to ${password_chars_max} characters`);
};
