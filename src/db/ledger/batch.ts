// The jobs of one event-loop turn in one transaction; a job that throws undoes only itself.
import type { Database } from 'bun:sqlite';
import type { EventLog } from './event-log';
import type { Done, JobContext, PublishedEvent, Waiting } from './job';

/** Full disks, read-only files, I/O errors, a foreign lock: the store's fault, not the job's. */
const isStoreFailure = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CANTOPEN|NOMEM|CORRUPT|NOTADB|PERM|PROTOCOL)/.test(
    String(error.code),
  );

/** Runs one job. If it throws, nothing is published. */
const run = (waiting: Waiting, now: number, eventLog: EventLog): Done => {
  const done: Done = { waiting, events: [], effects: [] };
  const context: JobContext = {
    now,
    publish(event) {
      const published = event as PublishedEvent;
      published.at = now;
      done.events.push(published);
    },
    after: (effect) => void done.effects.push(effect),
  };
  done.value = waiting.job(context);
  for (const event of done.events) if (event.durable) event.seq = eventLog.append(event, now);
  return done;
};

/** Runs the jobs of a batch in one transaction. */
export const createBatches = (database: Database, eventLog: EventLog, forget: () => void) => {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const savepoint = database.prepare('SAVEPOINT job');
  const release = database.prepare('RELEASE job');
  const undo = database.prepare('ROLLBACK TO job');

  /** Runs one job behind a savepoint: if it throws, only that job is undone. */
  const attempt = (waiting: Waiting, now: number): Done => {
    savepoint.run();
    try {
      const done = run(waiting, now, eventLog);
      // Before the next job, which may throw: the event log then forgets what is not written.
      eventLog.flush();
      return done;
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      undo.run();
      eventLog.undo();
      forget();
      return { waiting, error, events: [], effects: [] };
    } finally {
      if (database.inTransaction) release.run();
    }
  };

  /**
   * Most batches hold no job that throws, and savepoints are a fifth of a batch's work: so a batch
   * first runs without, and again with them, from the start, if one throws.
   */
  const runAll = (batch: Waiting[], now: number): Done[] => {
    try {
      const done = batch.map((waiting) => run(waiting, now, eventLog));
      eventLog.flush();
      return done;
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      rollback.run();
      eventLog.undoAll();
      forget();
      begin.run();
      return batch.map((waiting) => attempt(waiting, now));
    }
  };

  return {
    /** @throws the store's failure; then nothing of the batch was stored */
    commit(batch: Waiting[], now: number): Done[] {
      try {
        begin.run();
        const done = runAll(batch, now);
        eventLog.tidy();
        commit.run();
        eventLog.committed();
        return done;
      } catch (error) {
        // What is in memory is ahead whatever becomes of the rollback.
        try {
          if (database.inTransaction) rollback.run();
        } finally {
          eventLog.undoAll();
          forget();
        }
        throw error;
      }
    },
  };
};
