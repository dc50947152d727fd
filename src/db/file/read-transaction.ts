// Reads that belong together. Each alone locks the file and lets go of it again, which takes longer than
// to read a row: a page of a conversation has a hundred.
import type { Database } from 'bun:sqlite';

/** Runs what reads, and awaits nothing, in one transaction, or in the one that is under way. */
export type ReadTransaction = <Result>(read: () => Result) => Result;

export const createReadTransaction = (database: Database): ReadTransaction => {
  const begin = database.prepare('BEGIN');
  const end = database.prepare('COMMIT');
  return (read) => {
    if (database.inTransaction) return read();
    begin.run();
    try {
      return read();
    } finally {
      end.run();
    }
  };
};
