// The pages of the database's file: SQLite uses those that are free again before the file grows, and
// gives them back to the disk only when told to. By hand: pragmas.
import type { Database } from 'bun:sqlite';

interface PageCounts {
  used: number;
  free: number;
  page_bytes: number;
}

export const createDatabasePages = (database: Database) => ({
  counts(): PageCounts {
    const row = database
      .query<PageCounts, []>(
        `SELECT page_count - freelist_count AS used, freelist_count AS free,
           page_size AS page_bytes
         FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
      )
      .get();
    return row ?? { used: 0, free: 0, page_bytes: 0 };
  },
  /** Whether free pages can be given back step by step; otherwise only by `VACUUM`. */
  isYielding: (): boolean =>
    database.query<{ auto_vacuum: number }, []>('PRAGMA auto_vacuum').get()?.auto_vacuum === 2,
  /** At most that many; inside a ledger job. */
  giveBack: (pages: number): void => {
    database.query(`PRAGMA incremental_vacuum(${pages})`).all();
  },
  /** Rewrites the whole file so that it can give pages back; nobody else may be using it. */
  rebuild(): void {
    database.run('PRAGMA auto_vacuum = INCREMENTAL');
    database.run('VACUUM');
  },
});

export type DatabasePages = ReturnType<typeof createDatabasePages>;
