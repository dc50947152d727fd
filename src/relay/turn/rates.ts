// Rates of data in Mbit/s, as token buckets have them.

const burst_ms = 500;
export const bytesPerMs = (mbit: number): number => mbit * 125;
/** What may come at once at a rate in Mbit/s: a picture of a video is many packets. */
export const burstOf = (mbit: number): number => bytesPerMs(mbit) * burst_ms;
