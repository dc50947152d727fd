// Whatever changes durable state goes through here: all jobs of an event-loop turn in one
// transaction, each behind a savepoint; then the answers, and the publishing in commit order.
import type { Database } from 'bun:sqlite';
import type { Clock } from '../platform/clock';
import type { Histogram } from '../platform/histogram';
import { createHistogram } from '../platform/histogram';
import type { Log } from '../platform/log';
import type { Details } from '../protocol/errors';
import { Refusal } from '../protocol/errors';
import { latency_bounds_s, ledger_batch_jobs_max, ledger_queue_jobs_max } from '../protocol/limits';
import type { EventLog } from './event-log';

/** An event for a user's devices; by `subject_id` or `detail` a replay finds its rows again. */
interface OutgoingEvent {
  to: number;
  type: string;
  data: object;
  durable: boolean;
  subject_id?: number;
  detail?: object;
}

/** An outgoing event after its commit; `seq` only where it is durable. */
export interface PublishedEvent extends OutgoingEvent {
  seq?: number;
  at: number;
  origin?: unknown;
}

/** What a job may do beside writing through the stores. */
export interface JobContext {
  /** The time of the whole transaction, ms. */
  now: number;
  /** Publishes to a user's devices after the commit; a durable event gets the user's next `seq`. */
  publish(event: OutgoingEvent): void;
  /** Runs after the commit, and only then: disk, sockets, timers. */
  after(effect: () => void): void;
}

export interface JobOptions<T> {
  /** The socket that asked: it is answered by `settled`, and skipped where it knows already. */
  origin?: unknown;
  /** Called in the order of the commit, between the publishing of this job and the next. */
  settled?: (value: T, events: PublishedEvent[]) => void;
}

export interface Ledger {
  /**
   * Runs one synchronous job, which may be run again where a neighbour throws: it changes
   * nothing but the store. Resolves once it is on the disk (synchronous=FULL).
   * Throws the job's own Refusal, which undoes that job alone, or `cannotStore` when the
   * store takes no writes or too many wait; then nothing of it was kept.
   */
  write<T>(job: (context: JobContext) => T, options?: JobOptions<T>): Promise<T>;
  /** Waits for all that was handed in. After that nothing more is taken. */
  close(): Promise<void>;
  waiting(): number;
  /** Jobs since the start. */
  counts(): { committed: number; failed: number };
  /** How long commits take, and how long jobs wait for theirs to begin. */
  commit_s: Histogram;
  queue_s: Histogram;
}

interface Waiting {
  job: (context: JobContext) => unknown;
  options: JobOptions<never> | undefined;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

interface Done {
  waiting: Waiting;
  value?: unknown;
  error?: unknown;
  events: PublishedEvent[];
  effects: (() => void)[];
}

interface LedgerParts {
  database: Database;
  eventLog: EventLog;
  clock: Clock;
  log: Log;
  publish: (event: PublishedEvent) => void;
}

const unavailable = (details: Details = {}) => new Refusal('cannotStore', details);

/** Full disks, read-only files, I/O errors, a foreign lock: the store's fault, not the job's. */
const isStoreFailure = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CANTOPEN|NOMEM|CORRUPT|NOTADB|PERM)/.test(
    String(error.code),
  );

/** Runs the jobs of a batch in one transaction. */
const createBatches = (database: Database, eventLog: EventLog) => {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const savepoint = database.prepare('SAVEPOINT job');
  const release = database.prepare('RELEASE job');
  const undo = database.prepare('ROLLBACK TO job');

  /** One job; what it throws is thrown on, and nothing is published. */
  const run = (waiting: Waiting, now: number): Done => {
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

  /** One job behind a savepoint: what it throws undoes it alone. */
  const attempt = (waiting: Waiting, now: number): Done => {
    savepoint.run();
    try {
      const done = run(waiting, now);
      // Before the next job, which may throw: that makes the log forget what is not written.
      eventLog.flush();
      return done;
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      undo.run();
      eventLog.forgetAll();
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
      const done = batch.map((waiting) => run(waiting, now));
      eventLog.flush();
      return done;
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      rollback.run();
      eventLog.forgetAll();
      begin.run();
      return batch.map((waiting) => attempt(waiting, now));
    }
  };

  return {
    /** @throws the store's failure, and then nothing of the batch was kept */
    commit(batch: Waiting[], now: number): Done[] {
      try {
        begin.run();
        const done = runAll(batch, now);
        commit.run();
        return done;
      } catch (error) {
        if (database.inTransaction) rollback.run();
        eventLog.forgetAll();
        throw error;
      }
    },
  };
};

/** Answers a job after the commit, and publishes what it hands over. */
const settle = (
  { waiting, value, error, events, effects }: Done,
  { publish, log }: Pick<LedgerParts, 'publish' | 'log'>,
) => {
  if (error !== undefined) return waiting.reject(error);
  waiting.resolve(value as never);
  // It is on the disk: a fault in publishing it must not fail what others wrote beside it.
  try {
    for (const each of events) {
      each.origin = waiting.options?.origin;
      publish(each);
    }
    waiting.options?.settled?.(value as never, events);
    for (const effect of effects) effect();
  } catch (cause) {
    log.error('publishing a commit failed', { error: cause });
  }
};

export const createLedger = (parts: LedgerParts): Ledger => {
  const { database, eventLog, clock, log } = parts;
  const batches = createBatches(database, eventLog);
  const queue: Waiting[] = [];
  const commit_s = createHistogram(latency_bounds_s);
  const queue_s = createHistogram(latency_bounds_s);
  let committed = 0;
  let failed = 0;
  let scheduled_ms = 0;
  let scheduled = false;
  let closed = false;
  let drained: (() => void) | undefined;

  const flush = () => {
    scheduled = false;
    const batch = queue.splice(0, ledger_batch_jobs_max);
    const began_ms = performance.now();
    queue_s.observe((began_ms - scheduled_ms) / 1_000);
    if (queue.length > 0) schedule();
    let done: Done[] = [];
    try {
      done = batches.commit(batch, clock.now());
      commit_s.observe((performance.now() - began_ms) / 1_000);
      committed += batch.length;
    } catch (error) {
      failed += batch.length;
      log.error('the store takes no writes', { error });
      for (const waiting of batch) waiting.reject(unavailable());
    }
    for (const each of done) settle(each, parts);
    if (queue.length === 0) drained?.();
  };

  // A turn's jobs gather until its I/O callbacks have run; a timer would cost a lone pair dear.
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    scheduled_ms = performance.now();
    setImmediate(flush);
  };

  return {
    write(job, options) {
      if (closed || queue.length >= ledger_queue_jobs_max) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        queue.push({ job, options: options as never, resolve, reject });
        schedule();
      });
    },
    async close() {
      closed = true;
      if (queue.length === 0) return;
      await new Promise<void>((resolve) => {
        drained = resolve;
      });
    },
    waiting: () => queue.length,
    counts: () => ({ committed, failed }),
    commit_s,
    queue_s,
  };
};
