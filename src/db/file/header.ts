// The first bytes of a database, and whether the file is as long as they say.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DataDirectoryError } from './data-directory-error';

const MAGIC = 'SQLite format 3\0';
/** sqlite.org/fileformat.html, 1.3 and 4.1. */
const header_bytes = 100;
/** Space kept in each page, then fractions of a payload that have never been others. */
const FIXED = Buffer.from([0, 64, 32, 32]);
export const log_header_bytes = 32;
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

/** The size of a page. SQLite opens some files that fail here, and fails with the first write. */
const mustMakeSense = (path: string, header: Buffer): number => {
  const page_bytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isPage = page_bytes >= 512 && (page_bytes & (page_bytes - 1)) === 0;
  // Journal mode. A database that could only be read would be served, and would keep nothing.
  const isKind = [1, 2].includes(header[18] ?? 0) && header[18] === header[19];
  const [changed, pages, counted] = [24, 28, 92].map((at) => header.readUInt32BE(at));
  // Pages without content: the first of them, and how many.
  const [first = 0, free = 0] = [32, 36].map((at) => header.readUInt32BE(at));
  const isFree = changed !== counted || pages === undefined || (first <= pages && free < pages);
  if (isPage && isKind && isFree && FIXED.equals(header.subarray(20, 24))) return page_bytes;
  throw new DataDirectoryError(`${path} is damaged: its header makes no sense`);
};

const mustBeWhole = (path: string, header: Buffer, page_bytes: number, log_bytes: number) => {
  // The number of pages counts only if it was written with the last change.
  const isKnown = header.readUInt32BE(24) === header.readUInt32BE(92);
  const pages = isKnown ? header.readUInt32BE(28) : 0;
  const size = statSync(path).size;
  const missing = pages - Math.floor(size / page_bytes);
  const frames = Math.floor((log_bytes - log_header_bytes) / (frame_header_bytes + page_bytes));
  // Pages that the file lacks may still be in the log.
  if (missing <= Math.max(0, frames)) return;
  throw new DataDirectoryError(
    `${path} was cut short: it has ${size} bytes and should have ${pages * page_bytes}`,
  );
};

/** `log_bytes`: the size of its write-ahead log, read before. @throws DataDirectoryError */
export const examineHeader = (path: string, log_bytes: number): void => {
  const header = head(path);
  if (header.length < header_bytes || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new DataDirectoryError(`${path} is not a database`);
  }
  mustBeWhole(path, header, mustMakeSense(path, header), log_bytes);
};
