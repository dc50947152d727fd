// Merges two vaults of one person: this device's with the one that another device stored meanwhile
// (ENCRYPT_003), or the copy kept here with an older one that the server returned.
import type { PrivateJwk } from '../keys';
import { thumbprint } from '../keys';
import type { Content, Pin, PinnedKey } from './content';
import { HOWS, pinned } from './content';
import type { Slot, Vault } from './vault';

/** Keeps everything that either of them knows; only a person turns `verified` off. */
export async function uniteVaults(mine: Vault, stored: Vault): Promise<Vault> {
  const content = uniteContents(mine.content, stored.content);
  const slots = uniteSlots(mine, stored, content.gone);
  const devices = new Map([...content.devices].filter(([kid]) => slots.has(kid)));
  return {
    keys: await uniteKeys(mine.keys, stored.keys, content.current?.key_id),
    slots,
    content: { ...content, devices },
    others: { ...mine.others, ...stored.others },
  };
}

async function uniteKeys(
  mine: Vault['keys'],
  stored: Vault['keys'],
  current: string | undefined,
): Promise<Vault['keys']> {
  const known = new Set(stored.map(({ x }) => x));
  const all: PrivateJwk[] = [...stored, ...mine.filter(({ x }) => !known.has(x))];
  const ids = await Promise.all(all.map(thumbprint));
  const first = all[ids.indexOf(current ?? '')] ?? stored[0];
  return [first, ...all.filter((key) => key !== first)];
}

function uniteSlots(mine: Vault, stored: Vault, gone: Set<string>): Map<string, Slot> {
  // Of two with the same name, the one in the vault with the higher number wins.
  const [older, newer] =
    mine.content.n > stored.content.n ? [stored, mine] : ([mine, stored] as const);
  const all = [...older.slots, ...newer.slots].filter(([, { key }]) => !gone.has(key.x));
  return new Map(all);
}

function uniteContents(mine: Content, stored: Content): Content {
  return {
    n: Math.max(mine.n, stored.n) + 1,
    vault_key: stored.vault_key ?? mine.vault_key,
    current: (mine.current?.at ?? -1) > (stored.current?.at ?? -1) ? mine.current : stored.current,
    pins: unitePins(mine.pins, stored.pins),
    gone: new Set([...mine.gone, ...stored.gone]),
    devices: new Map([...mine.devices, ...stored.devices]),
    links: new Map([...mine.links, ...stored.links]),
    names: uniteNames(mine.names, stored.names),
    others: { ...mine.others, ...stored.others },
  };
}

/** The later one; one that was taken away later is none. */
function uniteNames(mine: Content['names'], stored: Content['names']): Content['names'] {
  const united = new Map(stored);
  for (const [user_id, nickname] of mine) {
    if (nickname.at > (stored.get(user_id)?.at ?? -1)) united.set(user_id, nickname);
  }
  return united;
}

function unitePins(mine: Map<string, Pin>, stored: Map<string, Pin>): Map<string, Pin> {
  const united = new Map(stored);
  for (const [user_id, pin] of mine) {
    const theirs = stored.get(user_id);
    united.set(user_id, theirs === undefined ? pin : unitePin(pin, theirs));
  }
  return united;
}

function unitePin(mine: Pin, stored: Pin): Pin {
  const chosen = choose(mine, stored);
  const other = chosen === mine ? stored : mine;
  const disowned = uniteDisowned(chosen, other);
  const all = uniteKeysOf(chosen, other);
  const keys = all.filter(({ key_id }) => !disowned.includes(key_id));
  const known = { ...chosen, keys, ...(disowned.length > 0 ? { disowned } : {}) };
  if (mine.key_id === stored.key_id) {
    const how = isByPerson(chosen) || HOWS.indexOf(chosen.how) > HOWS.indexOf(other.how);
    return pinned(known, how ? chosen.how : other.how);
  }
  if (mine.at !== stored.at) return known;
  return { ...known, disputed: [mine.key_id, stored.key_id].sort() };
}

/** Not what the chosen one took back since. */
function uniteDisowned(chosen: Pin, other: Pin): string[] {
  const isTaken = (key_id: string) =>
    key_id === chosen.key_id || chosen.keys.some((key) => key.key_id === key_id);
  const all = [...(chosen.disowned ?? []), ...(other.disowned ?? []).filter((id) => !isTaken(id))];
  return [...new Set(all)];
}

const isByPerson = ({ how }: Pin): boolean => how === 'compared' || how === 'accepted';

/** The one with the higher `at`, unless a device's automatic change would undo a comparison. */
function choose(mine: Pin, stored: Pin): Pin {
  if (mine.verified && !isByPerson(stored)) return mine;
  if (stored.verified && !isByPerson(mine)) return stored;
  return mine.at > stored.at ? mine : stored;
}

/** All keys that either of them knew as this person's, except the pinned one. */
function uniteKeysOf(chosen: Pin, other: Pin): PinnedKey[] {
  const { key_id, how, at } = other;
  const all = [...chosen.keys, ...other.keys, { key_id, how, since: at }];
  const known = new Map<string, PinnedKey>();
  for (const key of all) {
    const before = known.get(key.key_id);
    if (before === undefined || key.since < before.since) known.set(key.key_id, key);
  }
  known.delete(chosen.key_id);
  return [...known.values()];
}
