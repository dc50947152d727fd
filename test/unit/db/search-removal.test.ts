// A long text leaves the search at once, and its words leave the file part by part.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { migrate } from '../../../src/db/file/migrate';
import { createSearch } from '../../../src/db/messages/search';
import { removalParts } from '../../../src/db/messages/search-removal';
import { search_removal_units } from '../../../src/protocol/search-limits';

const open = () => {
  const database = new Database(':memory:', { strict: true });
  migrate(database);
  database.run("CREATE VIRTUAL TABLE terms USING fts5vocab(message_words, 'row')");
  database.run('PRAGMA foreign_keys = OFF');
  const search = createSearch(database);
  const insert = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at) VALUES (1, 1, 2, ?, 'text', 0, 0)`,
  );
  const rowOf = (id: number) =>
    database.query('SELECT * FROM messages WHERE id = ?').get(id) as Parameters<
      typeof search.forget
    >[0];
  return {
    search,
    says(content: string): number {
      const id = Number(insert.run(content).lastInsertRowid);
      search.advance();
      return id;
    },
    rowOf,
    becomes: (id: number, content: string) =>
      database.run('UPDATE messages SET content = ? WHERE id = ?', [content, id]),
    find: (q: string) => search.find(1, q, undefined, 1e9, 50),
    terms: () =>
      database
        .query<{ term: string }, []>('SELECT term FROM terms')
        .all()
        .map(({ term }) => term),
    waits: () =>
      database
        .query<{ count: number }, []>(
          `SELECT count(*) AS count FROM meta WHERE key LIKE 'search_removal %'`,
        )
        .get()?.count ?? 0,
    isWhole: () =>
      database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')"),
  };
};

/** So many different words, which nobody else says. */
const words = (count: number, of: string): string =>
  Array.from({ length: count }, (_, at) => `${of}${at.toString(36)}`).join(' ');

test('a short text leaves with its message, a long one part by part; nothing of either stays', async () => {
  const { search, says, rowOf, find, terms, waits, isWhole } = open();
  const [short, long, other] = [says('tea at five'), says(words(1_000, 'q')), says('tea at six')];
  search.forget(rowOf(short));
  expect([await find('five'), waits()]).toEqual([[], 0]);
  search.forget(rowOf(long));
  expect(await find('q1')).toEqual([]);
  expect(waits()).toBe(1);
  let parts = 0;
  while (search.removeMore()) parts += 1;
  expect(parts).toBeGreaterThan(3);
  expect(parts).toBeLessThan(20);
  isWhole();
  expect(terms().filter((term) => /^q|five/.test(term))).toEqual([]);
  expect(await find('tea')).toEqual([other]);
});

test('a long text that becomes another one, and another one again, is found by its last words', async () => {
  const { search, says, rowOf, becomes, find, terms, isWhole } = open();
  const id = says(words(600, 'old'));
  const edit = (content: string) => {
    search.replace(rowOf(id), content);
    becomes(id, content);
  };
  edit(words(600, 'new'));
  for (let part = 0; part < 3; part += 1) search.removeMore();
  edit('oldz and tea');
  expect(await find('tea')).toEqual([]);
  while (search.removeMore());
  isWhole();
  expect([await find('tea'), await find('oldz'), await find('new1')]).toEqual([[id], [id], []]);
  expect(terms().filter((term) => /^(old[^z]|new)/.test(term))).toEqual([]);
  // Deleted while it is on its way out.
  edit(words(600, 'third'));
  edit(words(600, 'fourth'));
  search.forget(rowOf(id));
  while (search.removeMore());
  isWhole();
  expect(terms()).toEqual([]);
});

test('whatever stands between words, no part is long', () => {
  const odd = [
    words(2_000, 'w'),
    words(2_000, 'x').replaceAll(' ', '-'),
    words(2_000, 'ab').replaceAll(' ', '\u0903'),
    words(2_000, 'cd').replaceAll(' ', '\u0336'),
    '医生说要多喝茶'.repeat(3_000),
  ];
  for (const text of odd) {
    const longest = Math.max(...removalParts(text).map((part) => part.length));
    expect(longest).toBeLessThan(2 * search_removal_units);
  }
  expect(removalParts('tea tea tea at five')).toEqual([' tea at five']);
});
