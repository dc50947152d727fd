// Times and sizes as people read them, in the reader's own time zone.
import type { ReadonlySignal } from '@preact/signals';
import type { Languages } from './language';
import { tagOf } from './language';

export const dayOf = (at: string): string => new Date(at).toDateString();

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Whole days since then, by the calendar. */
const daysAgo = (at: string): number =>
  Math.round((Date.parse(dayOf(new Date().toISOString())) - Date.parse(dayOf(at))) / 864e5);

/** A year is told of other years only. */
const yearOf = (at: string): { year?: 'numeric' } =>
  new Date(at).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };

const week_days = 7;

/** Making a format costs a hundred times more than using it. */
const createTimes = (locale: ReadonlySignal<string>, today: ReadonlySignal<string>) => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  /** The day that they were made on: each keeps the zone that it was made in. */
  let made = today.peek();
  return (options: Intl.DateTimeFormatOptions, at: string): string => {
    if (made !== today.value) formats.clear();
    made = today.value;
    const name = `${locale.value} ${JSON.stringify(options)}`;
    const known = formats.get(name) ?? new Intl.DateTimeFormat(locale.value, options);
    formats.set(name, known);
    return known.format(new Date(at));
  };
};

const HAN_ENDS = /\p{Script=Han}\p{Cf}*$/u;
const HAN_BEGINS = /^\p{Cf}*\p{Script=Han}/u;
const LATIN_ENDS = /[\p{L}\p{N}]\p{Cf}*$/u;
const LATIN_BEGINS = /^\p{Cf}*[\p{L}\p{N}]/u;

/** Between a Chinese word and one in other letters stands a space, as in all texts of the client. */
const besideHan = (before: string, { value }: { value: string }): string => {
  const [isHanBefore, isHan] = [HAN_ENDS.test(before), HAN_BEGINS.test(value)];
  const isBeside = LATIN_ENDS.test(before) && LATIN_BEGINS.test(value);
  return isHanBefore !== isHan && isBeside ? `${before} ${value}` : before + value;
};

/** `today` changes with the day and the time zone: whatever shows a time is drawn again. */
export const createFormat = (
  { language, locale, t }: Pick<Languages, 'language' | 'locale' | 't'>,
  today: ReadonlySignal<string>,
) => {
  const format = createTimes(locale, today);
  /** Whole days by the calendar, which is looked at again with another day. */
  const since = (at: string): number => {
    void today.value;
    return daysAgo(at);
  };
  const isToday = (at: string): boolean => since(at) === 0;
  const clockTime = (at: string) => format({ hour: 'numeric', minute: '2-digit' }, at);

  return {
    count: (number: number): string => new Intl.NumberFormat(language.value).format(number),
    clockTime,
    dayName(at: string): string {
      const days = since(at);
      if (days === 0) return t.value.ui.today;
      if (days === 1) return t.value.ui.yesterday;
      return format({ weekday: 'short', ...yearOf(at), month: 'short', day: 'numeric' }, at);
    },
    percent: (part: number): string =>
      new Intl.NumberFormat(language.value, { style: 'percent' }).format(part),
    /** The month and the year. */
    monthOf: (at: string) => format({ month: 'long', year: 'numeric' }, at),
    /** Read years later: with its year, and never as yesterday. */
    longDay: (at: string) => format({ dateStyle: 'full' }, at),
    longTime: (at: string) => format({ dateStyle: 'medium', timeStyle: 'short' }, at),
    longSpan: (from: string, to: string): string => {
      const days = [from, to].map((at) => format({ dateStyle: 'medium' }, at));
      return [...new Set(days)].join(' – ');
    },
    bytes,
    /** To the second, as it is told about one message. */
    fullTime: (at: string) => format({ dateStyle: 'full', timeStyle: 'medium' }, at),
    /** The time today, else the day. */
    shortTime: (at: string): string =>
      isToday(at) ? clockTime(at) : format({ ...yearOf(at), month: 'short', day: 'numeric' }, at),
    /** When something ends: the time today, else the day and the time. */
    endTime(at: string): string {
      if (isToday(at)) return clockTime(at);
      const day = { ...yearOf(at), month: 'short', day: 'numeric' } as const;
      return format({ ...day, hour: 'numeric', minute: '2-digit' }, at);
    },
    /** When something was said last: the nearer it is, the nearer it is told. */
    listTime(at: string): string {
      const days = since(at);
      if (days === 0) return clockTime(at);
      if (days === 1) return t.value.ui.yesterday;
      if (days > 1 && days < week_days) return format({ weekday: 'short' }, at);
      return format({ ...yearOf(at), month: 'short', day: 'numeric' }, at);
    },
    /** A length of time in its largest whole unit. */
    span(ms: number): string {
      const length = Math.abs(ms);
      const [unit, unit_ms] = UNITS.find((each) => length >= each[1]) ?? ['second', 1_000];
      const count = Math.max(1, Math.round(length / unit_ms));
      const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
      const words = new Intl.NumberFormat(language.value, options).format(count);
      // As all other texts of the client have it.
      return words.replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
    },
    listOf(names: string[]): string {
      const list = new Intl.ListFormat(tagOf(language.value), { type: 'conjunction' });
      return list.formatToParts(names).reduce(besideHan, '');
    },
  };
};

export type Format = ReturnType<typeof createFormat>;

export const bytes = (count: number): string => {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  for (; value >= 1_024 && unit < units.length - 1; unit += 1) value /= 1_024;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
};

/** A length of sound or film. */
export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
