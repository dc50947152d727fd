// Looks at a data directory before it is opened: header, size and schema alone, so that a start
// takes the same time however much was said. Nothing is changed: opening may already do that.
import { Database } from 'bun:sqlite';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirectoryError } from './fault';
import { migrate } from './migrate';

const MAGIC = 'SQLite format 3\0';
/** sqlite.org/fileformat.html, 1.3 and 4.1. */
const header_bytes = 100;
const log_header_bytes = 32;
const frame_header_bytes = 24;

const head = (path: string): Buffer => {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(header_bytes);
    return bytes.subarray(0, readSync(file, bytes, 0, header_bytes, 0));
  } finally {
    closeSync(file);
  }
};

const hasUploads = (dir: string) =>
  ['files', 'avatars'].some((name) => {
    const path = join(dir, name);
    return existsSync(path) && readdirSync(path).length > 0;
  });

const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);

/** Whether the write-ahead log holds something: whoever had the database open did not close it. */
export const isUnclean = (path: string): boolean => sizeOf(`${path}-wal`) > 0;

const mustBeWhole = (path: string, header: Buffer) => {
  const page_bytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  if (page_bytes < 512 || (page_bytes & (page_bytes - 1)) !== 0) {
    throw new DataDirectoryError(`${path} is damaged: its header makes no sense`);
  }
  // The number of pages counts only where it was written with the last change.
  const isKnown = header.readUInt32BE(24) === header.readUInt32BE(92);
  const pages = isKnown ? header.readUInt32BE(28) : 0;
  const size = statSync(path).size;
  const missing = pages - Math.floor(size / page_bytes);
  const log_bytes = Math.max(0, sizeOf(`${path}-wal`) - log_header_bytes);
  // Pages that the file lacks may still be in the log.
  if (missing <= Math.floor(log_bytes / (frame_header_bytes + page_bytes))) return;
  throw new DataDirectoryError(
    `${path} was cut short: it has ${size} bytes and should have ${pages * page_bytes}`,
  );
};

/** @throws DataDirectoryError */
export const examineFiles = (dir: string, path: string): void => {
  if (!existsSync(path)) {
    if (hasUploads(dir)) {
      throw new DataDirectoryError(`${dir} holds uploads but its database is missing`);
    }
    if (existsSync(`${path}-wal`)) {
      throw new DataDirectoryError(`${dir} holds the log of a database that is missing`);
    }
    return;
  }
  if (!statSync(path).isFile()) throw new DataDirectoryError(`${path} is not a file`);
  if (statSync(path).size === 0) throw new DataDirectoryError(`${path} is empty, not a database`);
  const header = head(path);
  if (header.length < header_bytes || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new DataDirectoryError(`${path} is not a database`);
  }
  mustBeWhole(path, header);
};

interface Named {
  type: string;
  name: string;
}

const schemaOf = (database: Database): Named[] =>
  database.query<Named, []>("SELECT type, name FROM sqlite_schema WHERE name != ''").all();

/** What a database of this program has, by making one in memory. */
const wantedSchema = (): Named[] => {
  const database = new Database(':memory:');
  migrate(database);
  const schema = schemaOf(database);
  database.close();
  return schema;
};

/** @throws DataDirectoryError */
export const mustBeNew = (path: string, database: Database): void => {
  if (schemaOf(database).length === 0) return;
  throw new DataDirectoryError(`${path} is a database of another program`);
};

/** For a database of this program's version. @throws DataDirectoryError, SQLite's of damage */
export const examineSchema = (path: string, database: Database): void => {
  const there = new Set(schemaOf(database).map(({ name }) => name));
  const wanted = wantedSchema();
  const missing = wanted.find(({ name }) => !there.has(name));
  if (missing) {
    throw new DataDirectoryError(
      `${path} is damaged: the ${missing.type} ${missing.name} is missing`,
    );
  }
  for (const { type, name } of wanted) {
    if (type === 'table') database.query(`SELECT * FROM "${name}" NOT INDEXED LIMIT 1`).get();
  }
};
