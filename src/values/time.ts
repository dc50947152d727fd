// Times as clients write them.
import { invalid } from '../protocol/errors';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** RFC 3339, in milliseconds. @throws invalidField */
export const timeOf = (path: string, text: string): number => {
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || at < 0)
    throw invalid(path, 'must be a time such as 2030-01-31T22:30:00Z');
  return at;
};
