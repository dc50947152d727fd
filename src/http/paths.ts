// Paths: what they name, the ids in them, and which methods a path has.
import { Type } from '@sinclair/typebox';

/**
 * An integer from 1 in plain decimal digits, few enough to be exact: `0x1`, `1e0` and `01` are
 * none. Elysia decodes a transform but types it as its text, so the type is stated.
 */
const digits = (max: number) =>
  Type.Unsafe<number>(
    Type.Transform(Type.String({ pattern: '^[1-9][0-9]{0,14}$', 'x-integer': true, 'x-max': max }))
      .Decode((text) => {
        if (Number(text) > max) throw new Error(`must be at most ${max}`);
        return Number(text);
      })
      .Encode(String),
  );

const PathId = digits(999_999_999_999_999);

/** The ids in a path, by their names. */
export const pathIds = <Name extends string>(...names: Name[]) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, PathId])) as Record<Name, typeof PathId>,
  );

/** A number in a query. */
export const QueryNumber = (max = 999_999_999_999_999) => digits(max);

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
