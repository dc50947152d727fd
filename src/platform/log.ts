// One line an event, as JSON or for a terminal; what must never be logged is taken out here.
import { log_depth_max, log_entries_max, log_string_chars_max } from '../protocol/limits';
import { type Clock, systemClock, toRfc3339 } from './clock';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

type Write = (message: string, fields?: Record<string, unknown>) => void;

/** Writing never throws, whatever it is given. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const COLOUR: Record<LogLevel, string> = { debug: '90', info: '32', warn: '33', error: '31' };
const REDACTED = '[redacted]';

const secretKey = /token|ticket|passw|secret|authoriz|cookie|e-?mail|content|private_?key/i;
const harmlessKey = /^content[-_]?(type|length)$/i;

/** A length bound on every quantifier before its anchor keeps a hostile string linear. */
const redactText = (text: string) =>
  text
    .replace(/((?:token|ticket|password|secret)=)[^&\s#"'<>]+/gi, `$1${REDACTED}`)
    .replace(/(bearer\s{1,4})[\w.~+/=-]+/gi, `$1${REDACTED}`)
    .replace(/eyJ[\w-]{4,}\.[\w-]+\.[\w-]+/g, REDACTED)
    .replace(/[^\s@<>"',;:/]{1,64}@[a-z0-9.-]{1,253}\.[a-z]{2,}/gi, REDACTED);

const cutText = (text: string) =>
  redactText(text.length > log_string_chars_max ? `${text.slice(0, log_string_chars_max)}…` : text);

/** Line ends, terminal escapes and direction marks as `\u` escapes: a line stays one honest line. */
const oneLine = (text: string) =>
  text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const plainError = (error: Error, depth: number): Record<string, unknown> => {
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name: cutText(String(name)),
    message: cutText(String(message)),
    ...(code === undefined ? {} : { code: plain(code, depth + 1) }),
    ...(stack === undefined ? {} : { stack: cutText(String(stack)) }),
    ...(cause === undefined ? {} : { cause: plain(cause, depth + 1) }),
  };
};

/** A value as JSON can hold it: bounded in depth, breadth and length, without secrets. */
const plain = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return cutText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= log_depth_max) return '[deeper]';
  if (value instanceof Error) return plainError(value, depth);
  const items = value instanceof Set ? [...value] : value;
  if (Array.isArray(items)) {
    return items.slice(0, log_entries_max).map((item) => plain(item, depth + 1));
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return plainFields(entries, depth + 1);
};

const plainFields = (entries: [unknown, unknown][], depth: number) => {
  const fields: [string, unknown][] = [];
  for (const [name, value] of entries.slice(0, log_entries_max)) {
    const key = String(name);
    const hidden = secretKey.test(key) && !harmlessKey.test(key) && value !== undefined;
    fields.push([cutText(key), hidden ? REDACTED : plain(value, depth)]);
  }
  return Object.fromEntries(fields);
};

const asJson = (time: string, level: LogLevel, message: string, fields: object) => {
  const line: Record<string, unknown> = { time, level, message };
  for (const [key, value] of Object.entries(fields)) line[key in line ? `${key}_` : key] = value;
  return oneLine(JSON.stringify(line));
};

const asText = (time: string, level: LogLevel, message: string, fields: object) => {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` \x1b[36m${oneLine(key)}\x1b[0m=${oneLine(JSON.stringify(value))}`);
  const word = `\x1b[${COLOUR[level]}m${level.padEnd(5)}\x1b[0m`;
  return `\x1b[90m${time.slice(11, 23)}\x1b[0m ${word} ${oneLine(message)}${rest.join('')}`;
};

interface Options {
  /** The least level that is written. */
  level: LogLevel;
  /** For people at a terminal instead of JSON lines; asked at the first line. */
  pretty: () => boolean;
  /** Takes one line with its line end. */
  write?: (line: string) => void;
  clock?: Clock;
}

const toStdout = (line: string) => {
  // A reader that went away (a pager, a restarted journal) tells it by an event, later; unheard,
  // it would end the process.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  process.stdout.write(line);
};

export const createLog = (options: Options): Log => {
  const { level, pretty, write = toStdout, clock = systemClock } = options;
  let form: typeof asText | undefined;
  const at = (own: LogLevel): Write => {
    if (RANK[own] < RANK[level]) return () => {};
    return (message, fields = {}) => {
      try {
        let kept: object;
        try {
          kept = plainFields(Object.entries(fields), 0);
        } catch {
          kept = { fields: '[unreadable]' };
        }
        form ??= pretty() ? asText : asJson;
        write(`${form(toRfc3339(clock.now()), own, cutText(String(message)), kept)}\n`);
      } catch {
        // A full disk or a closed pipe behind the log is no reason to fail a request.
      }
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
