// How much of everything there is, and whose: sizes and numbers, never what they hold.
import type { Database } from 'bun:sqlite';
import { usage_fresh_ms } from '../protocol/limits';

export interface Totals {
  users: number;
  uploads: number;
  upload_bytes: number;
}

export interface Share {
  uploads: number;
  upload_bytes: number;
  /** In the histories that the person sees. */
  messages: number;
}

interface Pages {
  used: number;
  free: number;
  page_bytes: number;
}

export const createUsage = (database: Database) => {
  const totals = database.prepare<Totals, []>(
    `SELECT (SELECT count(*) FROM users WHERE erased_at IS NULL) AS users, count(*) AS uploads,
       coalesce(sum(size), 0) AS upload_bytes FROM files WHERE doomed_at IS NULL`,
  );
  let known: Totals | undefined;
  let known_at = Number.NEGATIVE_INFINITY;
  return {
    /** At most a minute old: whoever asks often does not read the tables each time. */
    totals(): Totals {
      const now = performance.now();
      if (known === undefined || now - known_at > usage_fresh_ms) {
        known = totals.get() ?? { users: 0, uploads: 0, upload_bytes: 0 };
        known_at = now;
      }
      return known;
    },
    fresh(): Totals {
      known_at = Number.NEGATIVE_INFINITY;
      return this.totals();
    },
    byUser(): Map<number, Share> {
      const rows = database
        .query<Share & { id: number }, []>(
          `SELECT users.id, count(files.id) AS uploads, coalesce(sum(files.size), 0) AS upload_bytes,
             (SELECT coalesce(sum(total), 0) FROM contacts WHERE user_id = users.id) AS messages
           FROM users LEFT JOIN files ON files.owner_id = users.id AND files.doomed_at IS NULL
           WHERE erased_at IS NULL GROUP BY users.id`,
        )
        .all();
      return new Map(rows.map(({ id, ...share }) => [id, share]));
    },
    /** Of the database's file; free ones hold nothing any more. */
    pages(): Pages {
      const row = database
        .query<Pages, []>(
          `SELECT page_count - freelist_count AS used, freelist_count AS free,
             page_size AS page_bytes
           FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
        )
        .get();
      return row ?? { used: 0, free: 0, page_bytes: 0 };
    },
    /** Whether free pages can be given back bit by bit; else by `VACUUM` alone. */
    isYielding: (): boolean =>
      database.query<{ auto_vacuum: number }, []>('PRAGMA auto_vacuum').get()?.auto_vacuum === 2,
    /** Gives back at most so many pages; inside a ledger job. */
    yieldPages: (pages: number): void => {
      database.query(`PRAGMA incremental_vacuum(${pages})`).all();
    },
    /** Writes the database anew, from then on yielding; nobody else may be using it. */
    rebuild(): void {
      database.run('PRAGMA auto_vacuum = INCREMENTAL');
      database.run('VACUUM');
    },
  };
};

export type Usage = ReturnType<typeof createUsage>;
