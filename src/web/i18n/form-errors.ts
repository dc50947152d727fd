// What is wrong with a form: each error at its field, anything else beside the button. It is put
// into words when it is shown, so that it follows a change of the language.
import { ApiError } from '../model/net/api-error';
import { meaningOf } from './explain';
import type { FirstTranslation } from './language';

/** Which fields are wrong, and why. */
export type FieldMistakes = Record<string, (t: FirstTranslation) => string>;

/** Found before anything was sent. */
export class FormError extends Error {
  constructor(readonly fields: FieldMistakes) {
    super(Object.keys(fields).join());
  }
}

/** The fields of a form by name, and which of them an error is about, by its meaning. */
interface Fields {
  names: string[];
  about: Record<string, string>;
}

export interface FieldErrors {
  fields: Record<string, string>;
  rest: string;
}

const ABOUT: Record<string, string> = { usernameTaken: 'username', emailTaken: 'email' };

const invalidFields = (error: unknown): string[] => {
  if (!(error instanceof ApiError)) return [];
  const { fields = [] } = error.details as { fields?: { path: string }[] };
  return fields.map(({ path }) => path);
};

export const fieldErrorsOf = (
  error: unknown,
  { names, about }: Fields,
  t: FirstTranslation,
  explain: (error: unknown) => string,
): FieldErrors => {
  if (error instanceof FormError) {
    const texts = Object.entries(error.fields).map(([name, text]) => [name, text(t)]);
    return { fields: Object.fromEntries(texts), rest: '' };
  }
  const meaning = meaningOf(error);
  const field = about[meaning] ?? ABOUT[meaning];
  if (field !== undefined && names.includes(field)) {
    return { fields: { [field]: t.form.wrong[field] ?? explain(error) }, rest: '' };
  }
  const invalid = invalidFields(error);
  const here = invalid.filter((path) => names.includes(path));
  const known: Record<string, string> = t.form.invalid;
  const texts = here.map((path) => [path, known[path] ?? explain(error)]);
  const isAll = invalid.length > 0 && here.length === invalid.length;
  return { fields: Object.fromEntries(texts), rest: isAll ? '' : explain(error) };
};
