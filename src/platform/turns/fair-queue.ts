// A queue for work that takes a core or much memory: a few jobs at a time, callers in turn.
import { Refusal } from '../../protocol/errors';
import { queue_retry_after_s } from '../../protocol/limits';

interface Waiting {
  go(): void;
  refuse(error: unknown): void;
}

const tooManyWait = () => new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s });

/**
 * `concurrency` jobs at once, `waiting_max` in line. Everyone who asks has a line of their own: a
 * stranger who asks without end waits for himself, and gives way when there is no more room.
 * @throws tooManyRequests
 */
export const createFairQueue = (concurrency: number, waiting_max: number) => {
  // In the order of turns.
  const lines = new Map<string, Waiting[]>();
  let waiting = 0;
  let running = 0;

  const makeRoom = (mine: number) => {
    let longest: Waiting[] = [];
    for (const line of lines.values()) if (line.length > longest.length) longest = line;
    if (longest.length <= mine + 1) throw tooManyWait();
    longest.pop()?.refuse(tooManyWait());
    waiting -= 1;
  };

  const enter = (who: string) => {
    const line = lines.get(who) ?? [];
    if (waiting >= waiting_max) makeRoom(line.length);
    return new Promise<void>((go, refuse) => {
      line.push({ go, refuse });
      lines.set(who, line);
      waiting += 1;
    });
  };

  const leave = () => {
    const [next] = lines;
    if (next === undefined) {
      running -= 1;
      return;
    }
    const [who, line] = next;
    lines.delete(who);
    const first = line.shift();
    if (line.length > 0) lines.set(who, line);
    waiting -= 1;
    first?.go();
  };

  return async <T>(job: () => Promise<T>, who = ''): Promise<T> => {
    // A finished job hands its place to the next one, so that no new caller can slip in.
    if (running >= concurrency) await enter(who);
    else running += 1;
    try {
      return await job();
    } finally {
      leave();
    }
  };
};

export type FairQueue = ReturnType<typeof createFairQueue>;
