// A lock that can't outlive its process: a database held in BEGIN EXCLUSIVE. The kernel releases it
// with the process, even after kill -9.
import type { Database } from 'bun:sqlite';
import { codeOf } from '../../platform/error-code';
import { connect } from './connect';

/** Releases it; undefined if another process holds it. @throws if it can't be made */
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
    if (/BUSY|LOCKED/.test(codeOf(error))) return undefined;
    throw error;
  }
};
