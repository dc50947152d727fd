// What of the open vault the server does not have yet, and the numbers that it gets when it is written.
import { thumbprint } from '../keys';
import type { Content, Nickname, Pin } from './content';
import type { Vault } from './vault';

export interface Unstored {
  /** The people whose pins changed since the vault was stored. */
  pins: Set<string>;
  /** The people who are called otherwise since. */
  names: Set<string>;
  /** Anything else changed. */
  isMore: boolean;
}

export const nothing = (): Unstored => ({ pins: new Set(), names: new Set(), isMore: false });

export const isAnything = ({ pins, names, isMore }: Unstored): boolean =>
  isMore || pins.size > 0 || names.size > 0;

export const withContent = (vault: Vault, change: Partial<Content>): Vault => ({
  ...vault,
  content: { ...vault.content, ...change },
});

/** But for the number under which it is stored. */
const isSame = (one: object | undefined, other: object | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });

export const isSamePin = (one: Pin | undefined, other: Pin | undefined): boolean =>
  isSame(one, other);

const withNumber = <Value extends Pin | Nickname>(
  all: Map<string, Value>,
  ids: Set<string>,
  at: number,
  passed_n: number,
): Map<string, Value> => {
  const next = new Map(all);
  for (const id of ids) {
    const known = all.get(id);
    if (known && known.at > passed_n) next.set(id, { ...known, at });
  }
  return next;
};

/**
 * Sets the `at` of what changed to the vault's number; each retry sets it again. What was decided up to
 * `passed_n` and is stored once more, since the server lost it, does not become later by that.
 */
export const stamped = async (
  vault: Vault,
  n: number,
  unstored: Unstored,
  passed_n: number,
): Promise<Vault> => {
  const key_id = await thumbprint(vault.keys[0]);
  const { current } = vault.content;
  const pins = withNumber(vault.content.pins, unstored.pins, n, passed_n);
  const names = withNumber(vault.content.names, unstored.names, n, passed_n);
  const isKept = current?.key_id === key_id;
  return withContent(vault, { n, pins, names, current: isKept ? current : { key_id, at: n } });
};

const differing = <Value extends object>(mine: Map<string, Value>, theirs: Map<string, Value>) =>
  new Set([...mine.keys()].filter((id) => !isSame(mine.get(id), theirs.get(id))));

/** What the merged vault has and the stored copy lacks. */
export const lackingIn = (stored: Vault, united: Vault): Unstored => {
  const restOf = ({ keys, slots, content: { gone, links } }: Vault) =>
    JSON.stringify([
      keys[0].x,
      [...[...keys].map(({ x }) => x), ...slots.keys(), ...gone, ...links.keys()].sort(),
    ]);
  return {
    pins: differing(united.content.pins, stored.content.pins),
    names: differing(united.content.names, stored.content.names),
    isMore: restOf(stored) !== restOf(united),
  };
};

/** What is held by now, where it changed while the vault was on its way. */
const newerOf = <Value extends object>(
  held: Map<string, Value>,
  written: Map<string, Value>,
  ids: Set<string>,
) => {
  const all = new Map(written);
  const left = [...ids].filter((id) => {
    const now = held.get(id);
    if (now === undefined || isSame(now, written.get(id))) return false;
    all.set(id, now);
    return true;
  });
  return { all, left: new Set(left) };
};

/** What the stored vault is held as, and what of it changed while it was on its way. */
export const changedSince = (held: Vault, written: Vault, unstored: Unstored) => {
  const pins = newerOf(held.content.pins, written.content.pins, unstored.pins);
  const names = newerOf(held.content.names, written.content.names, unstored.names);
  return {
    content: { pins: pins.all, names: names.all },
    left: { pins: pins.left, names: names.left, isMore: false },
  };
};
