// A token bucket: so much at once, and so much a millisecond after that.

export interface Bucket {
  left: number;
  at: number;
}

export const fullBucket = (burst: number, now: number): Bucket => ({ left: burst, at: now });

/** False if so much isn't in there; then nothing is taken. `now` in ms; a clock may be set back. */
export const take = (
  bucket: Bucket,
  cost: number,
  now: number,
  per_ms: number,
  burst: number,
): boolean => {
  const left = bucket.left + Math.max(0, now - bucket.at) * per_ms;
  bucket.at = now;
  bucket.left = Math.min(left, burst);
  if (bucket.left < cost) return false;
  bucket.left -= cost;
  return true;
};
