// The thread that moves the write-ahead log into the database, with a connection of its own: what
// that takes of the disk's time, nobody waits for.
import { parentPort } from 'node:worker_threads';
import { connect } from './connect';

export interface Order {
  path: string;
}

export interface Moved {
  fault?: string;
}

let move: (() => void) | undefined;

const openMove = (path: string): (() => void) => {
  const database = connect(path, { readwrite: true }, 0);
  database.run('PRAGMA synchronous = FULL');
  const statement = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  return () => void statement.get();
};

parentPort?.on('message', ({ path }: Order) => {
  let moved: Moved = {};
  try {
    move ??= openMove(path);
    move();
  } catch (error) {
    moved = { fault: String(error) };
  }
  parentPort?.postMessage(moved);
});
