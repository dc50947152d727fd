// What is wrong with a form before anything is sent, of all its fields at once, so that one mistake
// does not hide another until the next try.
import { isEmail, isUsername, passwordFit, trimName } from '../../protocol/names';
import type { FieldMistakes } from './form-errors';

interface Names {
  username: string;
  email: string;
}

/** `own` are the names until now: they stay valid, because they may be older than today's rules. */
export const namesMistakes = ({ username, email }: Names, own?: Names | null): FieldMistakes => {
  const isGoodName = username === own?.username || isUsername(trimName(username));
  const address = trimName(email);
  const isGoodEmail = email === own?.email || address === '' || isEmail(address);
  return {
    ...(isGoodName ? {} : { username: (t) => t.form.invalid.username }),
    ...(isGoodEmail ? {} : { email: (t) => t.form.invalid.email }),
  };
};

export const passwordMistakes = (password: string, field: string): FieldMistakes => {
  const fit = passwordFit(password);
  if (fit === 'short') return { [field]: (t) => t.form.passwordTooShort };
  return fit === 'long' ? { [field]: (t) => t.form.passwordTooLong } : {};
};

/** Our own check, because the browser's messages are not in the page's language. */
export const emptyMistakes = (
  fields: { name: string; required: boolean; value: string }[],
): FieldMistakes => {
  const empty = fields.filter(({ required, value }) => required && value.trim() === '');
  return Object.fromEntries(empty.map(({ name }) => [name, (t) => t.form.required]));
};
