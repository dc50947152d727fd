// Numbers in a path or a query, as schemas: Elysia decodes them, and docs/operations.ts shows them as
// integers.
import { Type } from '@sinclair/typebox';

/** Fifteen digits are exact in a double. */
const integer_max = 999_999_999_999_999;
const POSITIVE = '[1-9][0-9]{0,14}';

/**
 * An integer in plain decimal digits: `0x1`, `1e0` and `01` are none. Elysia decodes a transform but
 * types it as its text, so the type is stated.
 */
const integer = (pattern: string, max = integer_max, min = 1) =>
  Type.Unsafe<number>(
    Type.Transform(Type.String({ pattern, 'x-integer': true, 'x-min': min, 'x-max': max }))
      .Decode(Number)
      .Encode(String),
  );

const Id = integer(`^${POSITIVE}$`);

/** The ids in a path, by their names. */
export const pathIds = <Name extends string>(...names: Name[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Id])) as Record<Name, typeof Id>);

/** An id, a version, or the number of a page: from 1. */
export const PositiveInteger = () => integer(`^${POSITIVE}$`);

const FromZero = () => integer(`^(?:0|${POSITIVE})$`, integer_max, 0);

/** Where a device is in its events: 0 before the first. */
export const Seq = FromZero;

/** How many bytes come before. */
export const Offset = FromZero;

/** The same as `Seq`, when a wrong one is no mistake: the device then hears that it can't resume. */
export const AnySeq = () => Type.String({ 'x-integer': true, 'x-min': 0, 'x-max': integer_max });

/** Ids in one parameter, `1,2,3`: from one to `max`, in the given order. */
export const IdList = (max: number) =>
  Type.Unsafe<number[]>(
    Type.Transform(
      Type.String({
        pattern: `^${POSITIVE}(?:,${POSITIVE}){0,${max - 1}}$`,
        'x-integers': true,
        'x-max': integer_max,
        'x-items-max': max,
      }),
    )
      .Decode((text) => text.split(',').map(Number))
      .Encode((ids) => ids.join(',')),
  );

/** The size of a page; `max` is a power of ten. */
export const Limit = (max: number) =>
  integer(`^(?:[1-9][0-9]{0,${String(max).length - 2}}|${max})$`, max);
