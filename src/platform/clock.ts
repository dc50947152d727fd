/** Milliseconds since the epoch; a test hands in its own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

// The same time is often formatted many times in a row.
const last = { ms: Number.NaN, text: '' };

/** RFC 3339, UTC, milliseconds, `Z`: the format of every time that leaves the server. */
export const toRfc3339 = (ms: number): string => {
  if (ms !== last.ms) {
    last.text = new Date(ms).toISOString();
    last.ms = ms;
  }
  return last.text;
};
