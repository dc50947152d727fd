// A database as a file of its own: taken from a running server, examined, given a new life.
import type { Database } from 'bun:sqlite';
import { reasonOf } from '../../protocol/errors';
import { deleteExpiring } from '../messages/delete-expiring';
import { connect } from './connect';
import { contentFault } from './contents';
import { beginNewLife } from './new-life';
import { openToRead } from './read';

export interface Counts {
  users: number;
  messages: number;
  files: number;
  events: number;
}

interface StoredFile {
  id: string;
  receiver_id: number | null;
  size: number;
}

const reading = <Value>(path: string, read: (database: Database) => Value): Value => {
  const database = openToRead(path);
  try {
    return read(database);
  } finally {
    database.close();
  }
};

/** The copy beside a database that an upgrade leaves where no backups are made. */
export const copyBeforeUpgrade = (database: string): string => `${database}.before-upgrade`;

/**
 * Everything committed when it begins (VACUUM INTO); writers continue. What disappears is in it as
 * deleted. Not synced: a copy for an archive need never reach the disk, and one large sync would
 * delay the writers' own.
 */
export const copyDatabase = (from: string, to: string): void => {
  reading(from, (database) => {
    database.run('PRAGMA synchronous = OFF');
    database.query('VACUUM INTO ?').run(to);
  });
  const copy = connect(to, { create: false, readwrite: true });
  copy.run('PRAGMA synchronous = OFF');
  copy.run('PRAGMA secure_delete = ON');
  deleteExpiring(copy, Date.now());
  copy.close();
};

/** The recent events that have not moved yet, as each schema keeps them. */
const newer = (user_id: string, seq: string) =>
  `${seq} > coalesce((SELECT max(seq) FROM events WHERE user_id = ${user_id}), 0)`;
const UNMOVED = [
  `recent_events AS recent WHERE ${newer('recent.user_id', 'seq')}`,
  `event_batches, json_each(event_batches.events, '$.events') AS recent
   WHERE ${newer('recent.value ->> 0', 'recent.value ->> 1')}`,
];

/** Several in one row: those beside the one that each row counts for. */
const IN_RUNS = `SELECT coalesce(sum(json_array_length(run, '$.events') - 1), 0) AS n FROM events
   WHERE run IS NOT NULL`;

/** Also of an older schema, which may still lack a table or runs. */
export const countRows = (path: string): Counts =>
  reading(path, (database) => {
    const tables = database
      .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => name);
    const number = (sql: string) => database.query<{ n: number }, []>(sql).get()?.n ?? 0;
    const count = (table: string) =>
      tables.includes(table.split(/\W/, 1)[0] ?? '')
        ? number(`SELECT count(*) AS n FROM ${table}`)
        : 0;
    const hasRuns = number(
      `SELECT count(*) AS n FROM pragma_table_info('events') WHERE name = 'run'`,
    );
    return {
      users: count('users'),
      messages: count('messages'),
      files: count('files'),
      events:
        count('events') +
        (hasRuns === 0 ? 0 : number(IN_RUNS)) +
        UNMOVED.reduce((sum, each) => sum + count(each), 0),
    };
  });

/** The greatest ids ever given; they only grow. */
export const newestIds = (path: string): { user: number; message: number } =>
  reading(path, (database) => {
    const newest = database.query<{ seq: number }, [string]>(
      'SELECT seq FROM sqlite_sequence WHERE name = ?',
    );
    const of = (table: string) => newest.get(table)?.seq ?? 0;
    return { user: of('users'), message: of('messages') };
  });

/** The size of a copy, and of the uploads that belong to it. */
export const databaseBytes = (path: string): { bytes: number; upload_bytes: number } =>
  reading(path, (database) => {
    const pages = database.query<{ n: number }, []>(
      `SELECT (page_count - freelist_count) * page_size AS n
       FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
    );
    const uploads = database.query<{ n: number }, []>(
      'SELECT coalesce(sum(size), 0) AS n FROM files WHERE doomed_at IS NULL',
    );
    return { bytes: pages.get()?.n ?? 0, upload_bytes: uploads.get()?.n ?? 0 };
  });

/** What is wrong with it, in words; empty if nothing is. */
export const examineDatabase = (path: string): string[] => {
  try {
    return reading(path, (database) => {
      const integrity = database
        .query<{ integrity_check: string }, []>('PRAGMA integrity_check')
        .all()
        .flatMap((row) => row.integrity_check.split('\n'))
        .filter((line) => line !== 'ok' && !line.startsWith('***'));
      const broken = database.query('PRAGMA foreign_key_check').all().length;
      const fault = contentFault(database);
      return [
        ...integrity.map((line) => `the database is damaged: ${line}`),
        ...(broken > 0 ? [`${broken} rows refer to rows that are missing`] : []),
        ...(fault ? [`the database ${fault}`] : []),
      ];
    });
  } catch (error) {
    return [`the database is damaged: ${reasonOf(error)}`];
  }
};

/** Those whose bytes should be on the disk. */
export const storedFiles = (path: string): StoredFile[] =>
  reading(path, (database) =>
    database
      .query<StoredFile, []>('SELECT id, receiver_id, size FROM files WHERE doomed_at IS NULL')
      .all(),
  );

/** In a copy: files that were deleted while it was made are removed with the next start. */
export const markFilesDeleted = (path: string, ids: string[]): void => {
  const database = connect(path, { create: false, readwrite: true });
  const markDeleted = database.prepare('UPDATE files SET doomed_at = 1 WHERE id = ?');
  for (const id of ids) markDeleted.run(id);
  markDeleted.finalize();
  database.close();
};

/** Clients and thieves who knew the data before a restore know nothing about it afterwards. */
export const renewLife = (path: string, epoch: string, now: number): void => {
  const database = connect(path, { create: false, readwrite: true });
  database.run('PRAGMA secure_delete = ON');
  database.transaction(() => beginNewLife(database, epoch, now))();
  database.close();
};
