// All changes of durable state go through here: the jobs of one event-loop turn in one transaction,
// then the answers, and the events in the order of the commit.
import type { Database } from 'bun:sqlite';
import type { Clock } from '../../platform/clock';
import type { Histogram } from '../../platform/histogram';
import { createHistogram } from '../../platform/histogram';
import type { Log } from '../../platform/log';
import { Refusal } from '../../protocol/errors';
import {
  latency_bounds_s,
  ledger_batch_jobs_max,
  ledger_queue_jobs_max,
} from '../../protocol/limits';
import { createBatches } from './batch';
import type { EventLog } from './event-log';
import type { Done, JobContext, JobOptions, PublishedEvent, Waiting } from './job';

export interface Ledger {
  /**
   * Runs one synchronous job, which may be run again if a neighbour throws: it changes
   * nothing but the store. Resolves once it is on the disk (synchronous=FULL).
   * @throws the job's own Refusal, which undoes that job alone; cannotStore if the store takes no
   * writes or too many wait: then nothing of it was kept
   */
  write<T>(job: (context: JobContext) => T, options?: JobOptions<T>): Promise<T>;
  /** Waits for all jobs that were handed in, and takes no more. */
  close(): Promise<void>;
  waiting(): number;
  /** Jobs since the start. */
  counts(): { committed: number; failed: number };
  /** How long commits take, and how long jobs wait for theirs to begin. */
  commit_s: Histogram;
  queue_s: Histogram;
}

interface LedgerParts {
  database: Database;
  eventLog: EventLog;
  clock: Clock;
  log: Log;
  publish: (event: PublishedEvent) => void;
  /** After each commit, and its answers. */
  committed?: () => void;
  /** Forgets what stores remember of changes that were undone. */
  forget?: () => void;
}

const unavailable = () => new Refusal('cannotStore');

/** Answers a job after the commit, and publishes what it hands over. */
const settle = (
  { waiting, value, error, events, effects }: Done,
  { publish, log }: Pick<LedgerParts, 'publish' | 'log'>,
) => {
  if (error !== undefined) return waiting.reject(error);
  waiting.resolve(value as never);
  // It is on the disk: if publishing fails, other jobs of the batch must not fail with it.
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
  const { database, eventLog, clock, log, forget = () => {} } = parts;
  const batches = createBatches(database, eventLog, forget);
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
      // First of all: whatever fails after it, nobody waits for ever.
      for (const waiting of batch) waiting.reject(unavailable());
      log.error('the store takes no writes', { error });
    }
    for (const each of done) settle(each, parts);
    parts.committed?.();
    if (queue.length === 0) drained?.();
  };

  // Jobs gather until the I/O callbacks of a turn have run; a timer would delay a single pair.
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
