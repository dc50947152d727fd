// Paths: ids in them, and which methods a path has.
import { Type } from '@sinclair/typebox';
import { invalid } from '../errors';
import { id_max } from '../limits';

/** Decimal digits only; `pathId` turns it into a number. Shown as an integer in /docs. */
export const PathId = Type.String({ pattern: '^[1-9][0-9]{0,15}$', 'x-integer': true });

/** @throws invalidField above 2^53-1, where a number would name another row. */
export const pathId = (text: string): number => {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1 || id > id_max) throw invalid('id', 'not an id');
  return id;
};

const fits = (pattern: string, path: string) => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '*') return given.length >= wanted.length;
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]))
  );
};

export const methodsAt = (routes: { method: string; path: string }[], path: string): string[] => [
  ...new Set(routes.filter((route) => fits(route.path, path)).map(({ method }) => method)),
];
