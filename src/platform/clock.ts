/** Milliseconds since the epoch; a test hands in its own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** RFC 3339, UTC, milliseconds, `Z`: how every time leaves the server. */
export const toRfc3339 = (ms: number): string => new Date(ms).toISOString();
