// Two devices wrote the vault at once (ENCRYPT_003): nothing that either of them knows is lost.
import type { PrivateJwk } from './keys';
import type { Pin, Slot, Vault } from './vault';

/**
 * `base` is what this device last read, `mine` what it made of it, `stored` what another device
 * wrote meanwhile. Keys and pins are united. Where they differ, the side that changed it since
 * `base` is right; where both did, mine, which the person at this device has just decided.
 */
export function mergeVaults(base: Vault, mine: Vault, stored: Vault): Vault {
  return {
    keys: mergeKeys(base, mine, stored),
    slots: mergeMaps(base.slots, mine.slots, stored.slots, newest),
    pins: mergeMaps(base.pins, mine.pins, stored.pins, mergePins),
    others: {
      payload: { ...mine.others.payload, ...stored.others.payload },
      chat8: { ...mine.others.chat8, ...stored.others.chat8 },
    },
  };
}

function mergeKeys(base: Vault, mine: Vault, stored: Vault): Vault['keys'] {
  const [first, second] = mine.keys[0].x === base.keys[0].x ? [stored, mine] : [mine, stored];
  const known = new Set(first.keys.map(({ x }) => x));
  const missing: PrivateJwk[] = second.keys.filter(({ x }) => !known.has(x));
  return [...first.keys, ...missing];
}

type Choose<T> = (before: T | undefined, mine: T, stored: T) => T;

function mergeMaps<T>(
  base: Map<string, T>,
  mine: Map<string, T>,
  stored: Map<string, T>,
  choose: Choose<T>,
): Map<string, T> {
  const merged = new Map(stored);
  for (const [name, value] of mine) {
    const theirs = stored.get(name);
    merged.set(name, theirs === undefined ? value : choose(base.get(name), value, theirs));
  }
  return merged;
}

const newest: Choose<Slot> = (before, mine, stored) =>
  before !== undefined && before.key.x === mine.key.x ? stored : mine;

const mergePins: Choose<Pin> = (before, mine, stored) => {
  if (before && isSame(before, mine)) return stored;
  if (before && isSame(before, stored)) return mine;
  if (mine.key_id !== stored.key_id) return mine;
  return { ...mine, verified: mine.verified || stored.verified };
};

const isSame = (one: Pin, other: Pin): boolean =>
  one.key_id === other.key_id && one.verified === other.verified;
