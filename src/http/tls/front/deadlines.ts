// Connections that are closed whatever they do: one that says nothing, or does not end.
import { type End, terminate } from './pipe';
import type { Silent } from './silent';

const look_every_ms = 500;
/** The other end is closed, and this one takes nothing of what is left for it. */
const stalled_ms = 120_000;
/** It has all that was for it, and is expected to close. */
const closing_ms = 60_000;

export const createDeadlines = (silent: Silent) => {
  /** All connections of clients. */
  const ends = new Set<End>();
  const look = () => {
    const now = performance.now();
    for (const end of ends) if (end.close_at !== undefined && now >= end.close_at) terminate(end);
  };
  const timer = setInterval(look, look_every_ms);
  timer.unref();
  const within = (end: End, ms: number): void => {
    end.close_at = performance.now() + ms;
  };
  return {
    ends,
    within,
    /** The other end says nothing more. What is left for this one has time while it takes some. */
    leave(end: End): void {
      const isDone = end.unsent.length === 0;
      within(end, isDone ? closing_ms : stalled_ms);
      if (isDone && !silent.enter(end)) terminate(end);
    },
    stop: () => clearInterval(timer),
  };
};

export type Deadlines = ReturnType<typeof createDeadlines>;
