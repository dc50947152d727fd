// Takes the words of a message out of the index. Each different word takes 50 µs, for nothing of it may
// stay in the file (FTS5's secure-delete), and a long text has ten thousand: 0.6 s, in which everybody
// would wait. So of more than a few words only what a message is found by goes at once; the words wait
// in `meta`, and go part by part.
import type { Database } from 'bun:sqlite';
import { search_removal_at_once_units, search_removal_units } from '../../protocol/search-limits';
import type { Indexed } from './search-index';
import { createSearchIndex, scopeOf } from './search-index';
import { toWords } from './tokenizer';

const PREFIX = 'search_removal ';
/** Before all parts: the text as it was, which takes 5 ms to be cut into them. */
const WHOLE = '-';
/** After all parts: the message says something else by now, and that is put in. */
const ADD = 'z';

/** What a row takes beside its words. */
const row_units = 40;

const keysOf = (id: number): string => `${PREFIX}${String(id).padStart(16, '0')} `;

/** What FTS5's unicode61 takes for the end of a word, or more than that. */
const NO_WORD = /(?:(?!\p{L}|\p{N}|\p{Co}|[\u0300-\u0331]).)+/su;

/** Each different word once: nothing else matters to a removal. */
export const removalParts = (text: string): string[] => {
  const pieces = toWords(text)
    .split(/\s+/u)
    .flatMap((piece) => (piece.length > search_removal_units ? piece.split(NO_WORD) : [piece]));
  const parts: string[] = [''];
  for (const word of new Set(pieces)) {
    const part = parts.at(-1) ?? '';
    if (part !== '' && part.length + word.length > search_removal_units) parts.push(word);
    else parts[parts.length - 1] = `${part} ${word}`;
  }
  return parts;
};

export const createSearchRemoval = (database: Database) => {
  const { add, remove } = createSearchIndex(database);
  const put = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const drop = database.prepare('DELETE FROM meta WHERE key = ?');
  const between = database.prepare<{ key: string; value: string }, [string, string]>(
    'SELECT key, value FROM meta WHERE key > ? AND key < ? ORDER BY key LIMIT 1',
  );
  const byId = database.prepare<Indexed & { deleted_at: number | null }, [number]>(
    `SELECT id, conversation_id, sender_id, receiver_id, content, is_encrypted, call_id,
       deleted_at
     FROM messages WHERE id = ?`,
  );
  const isUnderWay = (id: number): boolean => between.get(keysOf(id), `${keysOf(id)}~`) !== null;
  const addAgain = (id: number): void => {
    const row = byId.get(id);
    if (row && row.deleted_at === null) add(row.id, scopeOf(row), toWords(row.content));
  };
  /** False if something of it waits. */
  const forget = (row: Indexed): boolean => {
    // The words that it had before are on their way out, and those that it has now were never in.
    if (isUnderWay(row.id)) {
      drop.run(keysOf(row.id) + ADD);
      return false;
    }
    const isDone = row.content.length <= search_removal_at_once_units;
    remove(row.id, scopeOf(row), isDone ? toWords(row.content) : '');
    if (!isDone) put.run(keysOf(row.id) + WHOLE, row.content);
    return isDone;
  };
  const first = () => between.get(PREFIX, `${PREFIX}~`);
  /** What it took, in units. */
  const take = ({ key, value }: { key: string; value: string }): number => {
    const [, name, part] = key.split(' ');
    const id = Number(name);
    drop.run(key);
    if (part === ADD) {
      addAgain(id);
      return search_removal_units;
    }
    const [words = '', ...more] = part === WHOLE ? removalParts(value) : [value];
    if (more.length > 0) {
      for (const [at, each] of [words, ...more].entries()) {
        put.run(keysOf(id) + String(at).padStart(6, '0'), each);
      }
      return search_removal_units;
    }
    // FTS5 counts its rows: one comes for each one that goes.
    add(id, '', '');
    remove(id, '', words);
    return words.length + row_units;
  };
  return {
    forget: (row: Indexed): void => void forget(row),
    /** The same message with another text. */
    replace(row: Indexed, content: string): void {
      if (forget(row)) add(row.id, scopeOf(row), toWords(content));
      else put.run(keysOf(row.id) + ADD, '');
    },
    /** Removes a part of what waits; inside a ledger job. False if nothing does. */
    removeMore(): boolean {
      let next = first();
      const isSome = next !== null;
      for (let units = 0; next !== null && units < search_removal_units; next = first()) {
        units += take(next);
      }
      return isSome;
    },
  };
};
