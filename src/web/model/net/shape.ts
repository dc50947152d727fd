// What an answer must look like before the client believes it: a server may leave out, exchange or
// cut whatever it says. Members that the client does not know are let by.

export type Shape<Value> = (value: unknown) => value is Value;

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** Of things, of bytes, of versions. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export const isId = (value: unknown): value is number => isCount(value) && value > 0;

/** RFC 3339, as a clock can show it. */
export const isTime = (value: unknown): value is string =>
  isText(value) && !Number.isNaN(Date.parse(value));

export const isAnything = (_: unknown): _ is unknown => true;

export const oneOf =
  <const Value extends string | boolean>(...values: Value[]): Shape<Value> =>
  (value): value is Value =>
    values.some((each) => each === value);

export const orNull =
  <Value>(shape: Shape<Value>): Shape<Value | null> =>
  (value): value is Value | null =>
    value === null || shape(value);

/** A member that may be left out. */
export const maybe =
  <Value>(shape: Shape<Value>): Shape<Value | undefined> =>
  (value): value is Value | undefined =>
    value === undefined || shape(value);

export const listOf =
  <Value>(shape: Shape<Value>): Shape<Value[]> =>
  (value): value is Value[] =>
    Array.isArray(value) && value.every(shape);

/** An object with all of these members. */
export const record = <Value extends object>(
  members: {
    [Name in keyof Value]-?: Shape<Value[Name]>;
  },
): Shape<Value> => {
  const all = Object.entries<Shape<unknown>>(members);
  return (value): value is Value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const known = value as Record<string, unknown>;
    return all.every(([name, shape]) => shape(known[name]));
  };
};
