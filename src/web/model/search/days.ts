// A day that somebody wrote into the search: 2026-03-05, 5.3.2026, 3/5/2026 of English, 3月5日, today.

/** From midnight to midnight, by this device's clock (ms). */
interface Day {
  from_ms: number;
  to_ms: number;
}

const FORMS: { form: RegExp; order: string }[] = [
  { form: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, order: 'ymd' },
  { form: /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/, order: 'dmy' },
  { form: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: 'mdy' },
  { form: /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]$/, order: 'ymd' },
];
const AGO = new Map([
  ['today', 0],
  ['今天', 0],
  ['yesterday', 1],
  ['昨天', 1],
  ['前天', 2],
]);

const dayAt = (year: number, month: number, day: number): Day | null => {
  const begin = new Date(year, month - 1, day);
  const isReal = begin.getMonth() === month - 1 && begin.getDate() === day;
  const end = new Date(year, month - 1, day + 1);
  return isReal ? { from_ms: begin.getTime(), to_ms: end.getTime() } : null;
};

const daysAgo = (now: Date, ago: number): Day => {
  const at = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime();
  return { from_ms: at(-ago), to_ms: at(1 - ago) };
};

/** Null if it is no day. Without a year it is the last such day. */
export const dayOf = (query: string, now_ms: number): Day | null => {
  const text = query.trim().normalize('NFKC').toLowerCase();
  const now = new Date(now_ms);
  const ago = AGO.get(text);
  if (ago !== undefined) return daysAgo(now, ago);
  for (const { form, order } of FORMS) {
    const match = form.exec(text);
    if (!match) continue;
    const part = (name: string) => Number(match[order.indexOf(name) + 1] ?? Number.NaN);
    const [year, month, day] = [part('y'), part('m'), part('d')];
    if (!Number.isNaN(year)) return dayAt(year, month, day);
    const this_year = dayAt(now.getFullYear(), month, day);
    const isAhead = this_year !== null && this_year.from_ms > now_ms;
    return isAhead ? dayAt(now.getFullYear() - 1, month, day) : this_year;
  }
  return null;
};
