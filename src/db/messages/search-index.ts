// The statements of the index of words (FTS5, without the texts). By hand: drizzle knows no FTS5.
import type { Database } from 'bun:sqlite';
import { search_merge_pages } from '../../protocol/search-limits';
import type { MessageRow } from './message';

export type Indexed = Pick<
  MessageRow,
  'id' | 'conversation_id' | 'sender_id' | 'receiver_id' | 'content' | 'is_encrypted' | 'call_id'
>;

export const scopeOf = ({ sender_id, receiver_id, conversation_id }: Indexed) =>
  `u${sender_id} u${receiver_id} c${conversation_id}`;

export const createSearchIndex = (database: Database) => {
  const add = database.prepare('INSERT INTO message_words (rowid, scope, words) VALUES (?, ?, ?)');
  const remove = database.prepare(
    `INSERT INTO message_words (message_words, rowid, scope, words) VALUES ('delete', ?, ?, ?)`,
  );
  return {
    add: (id: number, scope: string, words: string): void => void add.run(id, scope, words),
    remove: (id: number, scope: string, words: string): void => void remove.run(id, scope, words),
  };
};

/**
 * FTS5 keeps what comes in segments, and unites several of them with a write now and then: 20 ms and more
 * in a commit, in which everybody waits. So it is done here, a few pages at a time
 * (https://sqlite.org/fts5.html, 6.1 and 6.8).
 */
export const createSegments = (database: Database) => {
  const set = (name: 'automerge' | 'merge', value: number) =>
    database.prepare(
      `INSERT INTO message_words (message_words, rank) VALUES ('${name}', ${value})`,
    );
  const keepApart = set('automerge', 0);
  const unite = set('merge', search_merge_pages);
  const changes = database.prepare<{ count: number }, []>('SELECT total_changes() AS count');
  const changed = (): number => changes.get()?.count ?? 0;
  let isOwnPace = false;
  let isDue = true;
  return {
    /** Something is put in or taken out; inside a ledger job. */
    willChange(): void {
      if (!isOwnPace) keepApart.run();
      isOwnPace = true;
      isDue = true;
    },
    /** There may be something to unite. */
    isDue: (): boolean => isDue,
    /** Unites a part; inside a ledger job. False if there is no more. */
    uniteMore(): boolean {
      const before = changed();
      unite.run();
      // The command itself counts as one.
      isDue = changed() - before > 1;
      return isDue;
    },
  };
};
