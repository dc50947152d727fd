// The index of words catches up in small steps, whatever the words are.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { migrate } from '../../../src/db/file/migrate';
import { createSearch } from '../../../src/db/messages/search';
import { search_merge_pages, search_merges_at_once } from '../../../src/protocol/search-limits';

/** 64 KiB, and no word of it twice. */
const text = (of: number): string => {
  const words = Array.from({ length: 9_000 }, (_, at) => `${(at * 7_919 + of).toString(36)}`);
  return words.join(' ').slice(0, 64 * 1_024);
};

test('twenty long texts of different words are indexed a few pages at a time, and found by each of them', async () => {
  const database = new Database(':memory:', { strict: true });
  migrate(database);
  database.run('PRAGMA foreign_keys = OFF');
  const search = createSearch(database);
  const insert = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at) VALUES (1, 1, 2, ?, 'text', 0, 0)`,
  );
  const changes = () =>
    database.query<{ n: number }, []>('SELECT total_changes() AS n').get()?.n ?? 0;
  /** How many rows, which are pages of the index for the most part, a transaction changes. */
  const cost = (act: () => boolean): number => {
    const before = changes();
    database.transaction(act)();
    return changes() - before;
  };
  const [added, united]: number[][] = [[], []];
  for (let of = 0; of < 20; of += 1) {
    insert.run(text(of));
    added?.push(cost(search.advance));
    let steps = 0;
    while (steps < search_merges_at_once && search.isUniteDue()) {
      united?.push(cost(search.uniteMore));
      steps += 1;
    }
  }
  // Every text costs the same, however many came before.
  const [least, most] = [Math.min(...(added ?? [])), Math.max(...(added ?? []))];
  expect(most).toBeLessThan(2 * least);
  expect(Math.max(...(united ?? []))).toBeLessThan(8 * search_merge_pages);
  // They don't lie apart for ever.
  const segments = database
    .query<{ n: number }, []>('SELECT count(DISTINCT segid) AS n FROM message_words_idx')
    .get();
  expect(segments?.n).toBeLessThan(16);
  expect(await search.find(1, (5 * 7_919 + 19).toString(36), undefined, 1e9, 50)).toEqual([20]);
  database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')");
});
