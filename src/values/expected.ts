// What a schema asks for, in words: a pattern or a union says nothing to who reads a refusal.
import type { TSchema } from '@sinclair/typebox';

/** From here on a bound is that of exact numbers, and none of ours. */
const endless = 1e14;

const integer = (min: number, max: number): string =>
  `an integer from ${min}${max < endless ? ` to ${max}` : ''}`;

/** One of a union. */
const member = ({ const: value, type, minimum, maximum = endless, required }: TSchema): string => {
  if (value !== undefined) return JSON.stringify(value);
  if (type === 'integer' && minimum !== undefined) return integer(minimum, maximum);
  return type === 'object' && required ? `{${required.join(', ')}}` : String(type);
};

const bySchema = (schema: TSchema): string | undefined => {
  const { 'x-chars': chars, 'x-integer': isInteger, 'x-integers': isList, anyOf } = schema;
  if (Array.isArray(chars)) return `${chars[0]} to ${chars[1]} characters`;
  if (isInteger) return `${integer(schema['x-min'], schema['x-max'])}, in plain digits`;
  if (isList) return `1 to ${schema['x-items-max']} integers with commas between them`;
  return Array.isArray(anyOf) ? anyOf.map(member).join(' or ') : undefined;
};

/** `message` is TypeBox's. */
export const expected = (message: string, schema: TSchema | undefined): string => {
  const isVague = / to match |union value/.test(message);
  const asked = isVague && schema !== undefined ? bySchema(schema) : undefined;
  return asked === undefined
    ? message.replace(/ to match .*$/s, ' of another form')
    : `Expected ${asked}`;
};
