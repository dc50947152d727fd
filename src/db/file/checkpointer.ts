// Checkpoints the write-ahead log before SQLite would do it inside a COMMIT, where everybody waits for
// 32 MiB on their way: a thread moves most of it, and this connection the little that was written in
// the meantime, so that the log begins again. Without much to move there is no thread; if it fails,
// SQLite does it as before.
import type { Database } from 'bun:sqlite';
import { startThread } from '../../platform/program';
import { checkpoint_every_pages, checkpoint_looks_every_commits } from '../../protocol/limits';
import type { Moved, Order } from './checkpoint-worker';

/** SQLite's row of a checkpoint: frames in the log, and how many of them are in the database. */
interface Frames {
  log: number;
  checkpointed: number;
}

const startMoving = (moved: () => void, failed: (fault: string) => void) => {
  const worker = startThread('db/file/checkpoint-worker');
  worker.on('message', ({ fault }: Moved) => (fault === undefined ? moved() : failed(fault)));
  worker.on('error', ({ message }) => failed(message));
  // It keeps no process from ending.
  worker.unref();
  return worker;
};

export const createCheckpointer = (database: Database, every_pages = checkpoint_every_pages) => {
  const path = database.filename;
  let thread: ReturnType<typeof startMoving> | undefined;
  let isMoving = false;
  let isOver = path === '' || path === ':memory:';
  let commits = 0;
  let tell = (_: string) => {};

  const left = (): number => {
    // Moves nothing, and takes 6 µs (SQLite 3.51 and later).
    const look = database.query<Frames, []>('PRAGMA wal_checkpoint(NOOP)');
    const { log, checkpointed } = look.get() ?? { log: 0, checkpointed: 0 };
    return log - checkpointed;
  };
  const stop = (): void => {
    isOver = true;
    void thread?.terminate();
  };
  const failed = (fault: string): void => {
    if (!isOver) tell(fault);
    stop();
  };
  const finish = (): void => {
    isMoving = false;
    if (!isOver && left() > 0) database.query('PRAGMA wal_checkpoint(PASSIVE)').get();
  };
  return {
    /** After each commit. */
    committed(): void {
      commits += 1;
      if (isOver || isMoving || commits % checkpoint_looks_every_commits > 0) return;
      if (left() < every_pages) return;
      try {
        thread ??= startMoving(finish, failed);
      } catch {
        // The next look finds descriptors again.
        return;
      }
      isMoving = true;
      thread.postMessage({ path } satisfies Order);
    },
    /** From then on SQLite does it. */
    onFailure(act: (fault: string) => void): void {
      tell = act;
    },
    /** Before the database is closed. */
    stop,
  };
};

export type Checkpointer = ReturnType<typeof createCheckpointer>;
