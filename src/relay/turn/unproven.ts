// How many answers those get who have proven nothing: a source can be forged, and nobody is to be
// flooded from here.

import { networkOf } from '../../platform/address/network';
import { createLru } from '../../platform/lru';
import { type Bucket, fullBucket, take } from '../../platform/token-bucket';
import type { RelayLimits } from '../limits';

/** More are forgotten, and the total holds. */
const networks_max = 32_768;

export const createUnproven = (limits: RelayLimits) => {
  const { unproven_per_s, unproven_burst, unproven_total_per_s } = limits;
  const buckets = createLru<string, Bucket>(networks_max);
  const total = fullBucket(unproven_total_per_s, 0);
  return {
    /** Whether it may be answered; `now` in ms. */
    mayAnswer(address: string, now: number): boolean {
      const network = networkOf(address);
      const bucket = buckets.get(network) ?? fullBucket(unproven_burst, now);
      buckets.set(network, bucket);
      return (
        take(bucket, 1, now, unproven_per_s / 1_000, unproven_burst) &&
        take(total, 1, now, unproven_total_per_s / 1_000, unproven_total_per_s)
      );
    },
    networks: () => buckets.size(),
  };
};

export type Unproven = ReturnType<typeof createUnproven>;
