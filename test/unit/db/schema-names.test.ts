// What the examination of a database looks for, held against what the migrations make.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { contentFault, schemaOf } from '../../../src/db/file/contents';
import { migrate } from '../../../src/db/file/migrate';
import { WANTED } from '../../../src/db/file/schema-names';

const made = () => {
  const database = new Database(':memory:');
  migrate(database);
  return database;
};

const sorted = (names: { type: string; name: string }[]) =>
  names.map(({ type, name }) => `${type} ${name}`).sort();

test('the examination knows each table and index that the migrations make, and no other', () => {
  using database = made();
  expect(sorted(WANTED)).toEqual(sorted(schemaOf(database)));
  expect(contentFault(database)).toBeUndefined();
});

test('a database without one of them is refused by its name', () => {
  using database = made();
  database.run('DROP INDEX homes_used');
  expect(contentFault(database)).toBe('is damaged: the index homes_used is missing');
  database.run('DROP TABLE homes');
  expect(contentFault(database)).toBe('is damaged: the table homes is missing');
});
