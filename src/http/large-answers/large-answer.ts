// An answer with many large texts is written piece by piece, as it is read: as one text, and once more
// as bytes, it would take three times its size, and hold the event loop for as long as it takes.
import { answer_slice_bytes, answer_whole_units_max } from '../../protocol/limits';
import { LazyEntry } from './lazy-entry';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The length of the text in an entry: a message, an event of one, or the last one of a conversation. */
const unitsOf = (entry: unknown): number => {
  if (entry instanceof LazyEntry) return entry.bytes;
  if (!isObject(entry)) return 0;
  const { content, data, last_message } = entry;
  if (typeof content === 'string') return content.length;
  return unitsOf(data) + unitsOf(last_message);
};

/** The list that makes an answer large, and the answer as it is without its entries. */
const listOf = (answer: object): { list: unknown[]; rest: object; mark: string } | undefined => {
  const { data } = answer as Json;
  if (Array.isArray(data)) return { list: data, rest: { ...answer, data: [] }, mark: '"data":[' };
  if (!isObject(data)) return undefined;
  const found = Object.entries(data).find(([, value]) => Array.isArray(value));
  if (found === undefined) return undefined;
  const [name, list] = found as [string, unknown[]];
  const rest = { ...answer, data: { ...data, [name]: [] } };
  return { list, rest, mark: `${JSON.stringify(name)}:[` };
};

interface LargeAnswer {
  /** Bytes of its JSON (RFC 8259), a slice a time. */
  slices: () => Generator<Uint8Array>;
}

function* slicesOf(list: unknown[], head: string, tail: string): Generator<Uint8Array> {
  let text = head;
  let separator = '';
  for (const entry of list) {
    const written = JSON.stringify(entry);
    // It is gone since the list was made.
    if (written === undefined) continue;
    text += separator + written;
    separator = ',';
    if (text.length < answer_slice_bytes) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text + tail);
}

/** Undefined for an answer that may as well be one text. */
export const largeAnswer = (answer: object): LargeAnswer | undefined => {
  const found = listOf(answer);
  if (found === undefined) return undefined;
  const { list, rest, mark } = found;
  const units = list.reduce<number>((sum, entry) => sum + unitsOf(entry), 0);
  if (units <= answer_whole_units_max) return undefined;
  const whole = JSON.stringify(rest);
  const at = whole.indexOf(mark) + mark.length;
  return { slices: () => slicesOf(list, whole.slice(0, at), whole.slice(at)) };
};
