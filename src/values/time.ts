// Times as clients write them.
import { invalid } from '../protocol/errors';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(?!24)\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** `Date.parse` goes on counting: it takes the 30th of February for the 2nd of March. */
const isDay = (year: number, month: number, day: number): boolean =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;

/** RFC 3339, in milliseconds. @throws invalidField */
export const timeOf = (path: string, text: string): number => {
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  const at = isDay(Number(year), Number(month), Number(day)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || at < 0)
    throw invalid(path, 'must be a time such as 2030-01-31T22:30:00Z');
  return at;
};
