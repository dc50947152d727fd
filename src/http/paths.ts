// Paths: what they name, the ids in them, and which methods a path has.
import { Type } from '@sinclair/typebox';

/**
 * An integer from 1 in plain decimal digits, few enough to be exact: `0x1`, `1e0` and `01` are
 * none. Elysia decodes a transform but types it as its text, so the type
 * is stated.
 */
const digits = (pattern: string, max: number, min = 1) =>
  Type.Unsafe<number>(
    Type.Transform(Type.String({ pattern, 'x-integer': true, 'x-min': min, 'x-max': max }))
      .Decode(Number)
      .Encode(String),
  );

const PathId = digits('^[1-9][0-9]{0,14}$', 999_999_999_999_999);

/** The ids in a path, by their names. */
export const pathIds = <Name extends string>(...names: Name[]) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, PathId])) as Record<Name, typeof PathId>,
  );

/** A page number. */
export const PageNumber = () => digits('^[1-9][0-9]{0,14}$', 999_999_999_999_999);

const seq_max = 999_999_999_999_999;

/** Where a device is in its events: 0 before the first. */
export const Seq = () => digits('^(?:0|[1-9][0-9]{0,14})$', seq_max, 0);

/** How many bytes come before. */
export const Offset = Seq;

/** The same as `Seq`, when a wrong one is no mistake: the device then hears that it can't resume. */
export const AnySeq = () => Type.String({ 'x-integer': true, 'x-min': 0, 'x-max': seq_max });

/** Ids in one parameter, `1,2,3`: from one to `max`, in the given order. */
export const IdList = (max: number) =>
  Type.Unsafe<number[]>(
    Type.Transform(
      Type.String({
        pattern: `^[1-9][0-9]{0,14}(?:,[1-9][0-9]{0,14}){0,${max - 1}}$`,
        'x-integers': true,
        'x-max': 999_999_999_999_999,
        'x-items-max': max,
      }),
    )
      .Decode((text) => text.split(',').map(Number))
      .Encode((ids) => ids.join(',')),
  );

/** The size of a page; `max` is a power of ten. */
export const Limit = (max: number) =>
  digits(`^(?:[1-9][0-9]{0,${String(max).length - 2}}|${max})$`, max);

/** As the router takes it from the URL, which has none if the client named no host. */
export const pathOf = ({ url }: { url: string }): string => {
  const host = url.startsWith('/') ? 0 : url.indexOf('://') + 3;
  const begin = Math.max(0, url.indexOf('/', host));
  const end = url.indexOf('?', begin);
  return url.slice(begin, end < 0 ? undefined : end);
};

export const API = '/api/v1';
export const avatarUrl = (id: string) => `${API}/avatars/${id}`;
export const fileUrl = (id: string) => `${API}/files/${id}`;

/** The router leaves aside a slash at the end. */
const partsOf = (path: string) => path.replace(/(?<=.)\/$/, '').split('/');

const fits = (pattern: string, path: string) => {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  if (wanted.at(-1) === '*') return given.length >= wanted.length;
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]))
  );
};

export const methodsAt = (routes: { method: string; path: string }[], path: string): string[] => [
  ...new Set(routes.filter((route) => fits(route.path, path)).map(({ method }) => method)),
];
