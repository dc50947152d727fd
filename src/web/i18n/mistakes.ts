// What is wrong with a form: each mistake at its field, whatever is about none of them beside the
// button. Kept as it was found and put into words when it is shown, in the page's language by then.
import { EngineFault } from '../model/keys/engine-client';
import { ApiError } from '../model/net/answer';
import type { Words } from './en/en';

type Say = (words: Words) => string;

/** Found before anything was sent. */
export class FormFault extends Error {
  constructor(readonly fields: Record<string, Say>) {
    super(Object.keys(fields).join());
  }
}

const ENGINE_CODES: Record<string, string> = {
  locked: 'LOCKED',
  too_long: 'TOO_LONG',
  tampered: 'DAMAGED',
  malformed: 'DAMAGED',
};

/** By which the catalogues explain it. */
export const codeOf = (error: unknown): string => {
  if (error instanceof ApiError) return error.code;
  return (error instanceof EngineFault ? ENGINE_CODES[error.reason] : undefined) ?? 'other';
};

/** The fields of a form by name, and which of them a code is about. */
export interface Fields {
  names: string[];
  about: Record<string, string>;
}

export interface Mistakes {
  fields: Record<string, string>;
  rest: string;
}

const ABOUT: Record<string, string> = { USER_002: 'username', USER_003: 'email' };

const named = (error: unknown): string[] => {
  if (!(error instanceof ApiError)) return [];
  const { fields = [] } = error.details as { fields?: { path: string }[] };
  return fields.map(({ path }) => path);
};

export const mistakesOf = (
  error: unknown,
  { names, about }: Fields,
  words: Words,
  explain: (error: unknown) => string,
): Mistakes => {
  if (error instanceof FormFault) {
    const said = Object.entries(error.fields).map(([name, say]) => [name, say(words)]);
    return { fields: Object.fromEntries(said), rest: '' };
  }
  const code = codeOf(error);
  const field = about[code] ?? ABOUT[code];
  if (field !== undefined && names.includes(field)) {
    return { fields: { [field]: words.wrongAt[field] ?? explain(error) }, rest: '' };
  }
  const paths = named(error);
  const here = paths.filter((path) => names.includes(path));
  const said = here.map((path) => [
    path,
    words.fields[path] ?? words.errors[code] ?? explain(error),
  ]);
  const isAll = paths.length > 0 && here.length === paths.length;
  return { fields: Object.fromEntries(said), rest: isAll ? '' : explain(error) };
};
