// A mark that a file system can't forget: a database held in BEGIN EXCLUSIVE. The kernel lets go
// of it with the process, kill -9 included.
import type { Database } from 'bun:sqlite';
import { connect } from './connect';

/** What lets go of it; undefined if another process holds it. @throws if it can't be made */
export const holdLock = (path: string): (() => void) | undefined => {
  let lock: Database | undefined;
  try {
    lock = connect(path, { create: true }, 0);
    lock.run('PRAGMA journal_mode = MEMORY');
    lock.run('BEGIN EXCLUSIVE');
    const held = lock;
    return () => held.close();
  } catch (error) {
    lock?.close();
    if (/BUSY|LOCKED/.test((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
};
