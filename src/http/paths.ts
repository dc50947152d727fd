// Paths: what they name, the ids in them, and which methods a path has.
import { Type } from '@sinclair/typebox';

/** Decimal digits only, and few enough to be exact; others are 422, never another row. */
const PathId = Type.Transform(Type.String({ pattern: '^[1-9][0-9]{0,14}$', 'x-integer': true }))
  .Decode(Number)
  .Encode(String);

/** The ids in a path, by their names. */
export const pathIds = <Name extends string>(...names: Name[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, PathId])) as Record<Name, typeof PathId>);

/** A number in a query, from 1, in plain decimal digits; `0x1` and `1e0` are none. */
export const QueryNumber = (max = 999_999_999_999_999) =>
  Type.Transform(Type.String({ pattern: '^[1-9][0-9]{0,14}$', 'x-integer': true, 'x-max': max }))
    .Decode((digits) => {
      if (Number(digits) > max) throw new Error(`must be at most ${max}`);
      return Number(digits);
    })
    .Encode(String);

export const API = '/api/v1';
export const avatarUrl = (id: string) => `${API}/avatars/${id}`;
export const fileUrl = (id: string) => `${API}/files/${id}`;

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
