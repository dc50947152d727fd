// The parts of a multipart body (RFC 2046, 5.1.1), one after the other, as the bytes come. It only
// pulls: nothing here waits for anything but the next bytes, so that every body comes to an end.
import { Refusal } from '../../protocol/errors';
import { form_header_bytes_max, form_padding_bytes_max } from '../../protocol/upload-limits';

/** `headers` by names in lower case, their bytes as latin1; `body` can be read once, or left. */
export interface Part {
  headers: Map<string, string>;
  body: AsyncIterable<Uint8Array>;
}

const broken = () => new Refusal('unreadableBody');

/** What has come and was not used yet. */
const createWindow = (source: AsyncIterable<Uint8Array>) => {
  const chunks = source[Symbol.asyncIterator]();
  // A delimiter begins with the end of a line, and the first one may begin the body.
  let held: Buffer = Buffer.from('\r\n');
  return {
    held: () => held,
    /** Waits for more; false at the end of the body. */
    async more(): Promise<boolean> {
      // A copy, for the source may take back what it gave.
      held = Buffer.from(held);
      const { done, value } = await chunks.next();
      if (done) return false;
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      return true;
    },
    take(length: number): Buffer {
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
    close: async () => void (await chunks.return?.()),
  };
};

type Window = ReturnType<typeof createWindow>;

/** What stands behind a delimiter: the end of its line, the end of all, or it was none. */
type LineEnd = { kind: 'part' | 'last'; length: number } | 'content' | 'undecided';

const lineEnd = (rest: string, isAll: boolean): LineEnd => {
  const line = /^(--)?[ \t]*\r\n/.exec(rest);
  // The line break that ends it begins the header fields.
  if (line) return { kind: line[1] ? 'last' : 'part', length: line[0].length - 2 };
  if (isAll) return /^--[ \t]*\r?$/.test(rest) ? { kind: 'last', length: rest.length } : 'content';
  if (rest.length >= form_padding_bytes_max) return 'content';
  return /^(-|(--)?[ \t]*\r?)$/.test(rest) ? 'undecided' : 'content';
};

/** How many bytes at the end may be the beginning of a delimiter, which has one CR, its first. */
const beginningOf = (delimiter: Buffer, held: Buffer): number => {
  const tail = held.subarray(Math.max(0, held.length - delimiter.length + 1));
  const at = tail.lastIndexOf('\r');
  if (at < 0) return 0;
  const beginning = tail.subarray(at);
  return delimiter.subarray(0, beginning.length).equals(beginning) ? beginning.length : 0;
};

/**
 * The bytes up to the next delimiter line, which is consumed and passed to `ended`.
 * @throws unreadableBody if there is none.
 */
async function* content(
  window: Window,
  delimiter: Buffer,
  ended: (kind: 'part' | 'last') => void,
): AsyncGenerator<Uint8Array> {
  let from = 0;
  let isAll = false;
  for (;;) {
    const at = window.held().indexOf(delimiter, from);
    const behind = at + delimiter.length;
    const look = window.held().toString('latin1', behind, behind + form_padding_bytes_max);
    const line = at < 0 ? 'undecided' : lineEnd(look, isAll);
    if (line === 'content') {
      from = behind;
      continue;
    }
    const held = window.held();
    const length = at < 0 ? held.length - beginningOf(delimiter, held) : at;
    if (length > 0) yield window.take(length);
    if (line !== 'undecided') {
      window.take(delimiter.length + line.length);
      ended(line.kind);
      return;
    }
    if (isAll) throw broken();
    from = 0;
    isAll = !(await window.more());
  }
}

/** @throws unreadableBody */
const parseHeaders = (text: string): Map<string, string> => {
  const headers = new Map<string, string>();
  // A line that begins with white space goes on with the one before (RFC 5322, 2.2.3).
  for (const line of text.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    if (line === '') continue;
    const [, name = '', value = ''] = /^([^\s:]+):([^\r\n\0]*)$/.exec(line) ?? [];
    if (name === '') throw broken();
    const key = name.toLowerCase();
    if (!headers.has(key)) headers.set(key, value.trim());
  }
  return headers;
};

/** From the line break before the first of them. @throws unreadableBody */
const readHeaders = async (window: Window): Promise<Map<string, string>> => {
  const end = Buffer.from('\r\n\r\n');
  for (;;) {
    const held = window.held();
    const length = held.indexOf(end);
    if (length > form_header_bytes_max) throw broken();
    if (length >= 0) return parseHeaders(window.take(length + end.length).toString('latin1'));
    if (held.length > form_header_bytes_max) throw broken();
    if (!(await window.more())) throw broken();
  }
};

/** @throws unreadableBody, and what `source` throws */
export async function* readParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part> {
  const window = createWindow(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  let next: 'part' | 'last' | undefined;
  const ended = (kind: 'part' | 'last') => {
    next = kind;
  };
  /** To the next delimiter, also if the one who was given the part left it half read. */
  const skip = async () => {
    while (next === undefined) {
      for await (const _ of content(window, delimiter, ended));
    }
    return next;
  };
  try {
    while ((await skip()) === 'part') {
      next = undefined;
      const headers = await readHeaders(window);
      yield { headers, body: content(window, delimiter, ended) };
    }
    // What follows the last delimiter means nothing, but the body ends only behind it.
    do window.take(window.held().length);
    while (await window.more());
  } finally {
    await window.close();
  }
}
