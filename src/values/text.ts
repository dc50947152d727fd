// Text fields whose length counts code points; TypeBox's own maxLength counts UTF-16 units.
import { Type } from '@sinclair/typebox';
import { invalid } from '../protocol/errors';

/** NUL would end a text early in C. */
const codePoint = '(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\uD800-\\uDFFF\\u0000])';

/** A string of `min` to `max` code points; /docs shows these as minLength and maxLength. */
export const Text = (min: number, max: number, description?: string) =>
  Type.String({
    pattern: `^${codePoint}{${min},${max}}$`,
    'x-chars': [min, max],
    ...(description === undefined ? {} : { description }),
  });

/** For what is counted in bytes. @throws invalidField */
export const mustFit = (path: string, text: string, bytes_max: number): void => {
  if (text === '') throw invalid(path, 'must not be empty');
  if (Buffer.byteLength(text) > bytes_max) throw invalid(path, `at most ${bytes_max} bytes`);
};
