// A token bucket: so much at once, and so much a millisecond after that.

export interface Bucket {
  left: number;
  at: number;
}

export const fullBucket = (burst: number, now: number): Bucket => ({ left: burst, at: now });

/** False if it isn't in there; then nothing is taken. `now` in ms. */
export const take = (
  bucket: Bucket,
  cost: number,
  now: number,
  per_ms: number,
  burst: number,
): boolean => {
  const left = bucket.left + (now - bucket.at) * per_ms;
  bucket.at = now;
  bucket.left = Math.min(left, burst);
  if (bucket.left < cost) return false;
  bucket.left -= cost;
  return true;
};

const burst_ms = 500;
export const bytesPerMs = (mbit: number): number => mbit * 125;
/** What may come at once at a rate in Mbit/s: a picture of a video is many packets. */
export const burstOf = (mbit: number): number => bytesPerMs(mbit) * burst_ms;
