// Reads that belong together are one transaction, and leave none behind.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { connect } from '../../../src/db/file/connect';
import { createReadTransaction } from '../../../src/db/file/read-transaction';
import { scratch } from '../../support/scratch';

const open = (dir: string) => {
  const path = join(dir, 'a.db');
  const database = connect(path, { create: true });
  database.run('PRAGMA journal_mode = WAL');
  database.run('CREATE TABLE words (word TEXT)');
  const count = () =>
    database.query<{ n: number }, []>('SELECT count(*) AS n FROM words').get()?.n ?? -1;
  const add = (word: string) => database.query('INSERT INTO words VALUES (?)').run(word);
  return { path, database, count, add, readTransaction: createReadTransaction(database) };
};

test('what is read together is of one moment, whoever else writes', () => {
  using home = scratch();
  const { path, database, count, add, readTransaction } = open(home.dir);
  add('one');
  const other = connect(path, { readwrite: true });
  const read = readTransaction(() => {
    const before = count();
    other.run(`INSERT INTO words VALUES ('two')`);
    return [before, count()];
  });
  expect(read).toEqual([1, 1]);
  expect(count()).toBe(2);
  other.close();
  database.close();
});

test('a read that throws ends its transaction, and one inside of another joins it', () => {
  using home = scratch();
  const { database, count, add, readTransaction } = open(home.dir);
  const fail = () => {
    throw new Error('gone');
  };
  expect(() => readTransaction(fail)).toThrow('gone');
  expect(database.inTransaction).toBe(false);
  database.run('BEGIN IMMEDIATE');
  add('one');
  expect(readTransaction(() => readTransaction(count))).toBe(1);
  expect(() => readTransaction(fail)).toThrow('gone');
  expect(database.inTransaction).toBe(true);
  database.run('ROLLBACK');
  expect(count()).toBe(0);
  database.close();
});
