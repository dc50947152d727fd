// How a pin changes: somebody is met, or a key is compared, accepted, proven by a link, or replaced
// for somebody who was only met. The server's word alone never verifies a key.
import type { How, Pin, PinNews, PinnedKey } from './content';
import { pinned } from './content';

interface PinName {
  username: string;
  display_name: string;
}

/** The warning line that was read, with what stood in it: what came since has a line of its own. */
export type ReadLine =
  | { line: 'key'; key_id: string }
  | { line: 'former' }
  | { line: 'name'; name: PinName };

export type PinChange =
  /** The server names a key, just before the first message is sent or shown. */
  | { act: 'meet'; key_id: string; name: PinName }
  /** A person confirms, or a link proves, that this key is theirs. */
  | { act: 'accept'; key_id: string; how: Exclude<How, 'first'>; name: PinName; of_many?: boolean }
  /** A link's proof is missing or wrong. */
  | { act: 'doubt'; key_id: string; name: PinName }
  /** Keys of messages that are older than the first pin. */
  | { act: 'former'; key_ids: string[] }
  /** The person says that those keys are not this friend's. */
  | { act: 'disown'; key_ids: string[] }
  /** A warning line was read: the key that it told of is accepted, or the name pinned. */
  | ({ act: 'press' } & ReadLine);

/** The first key of somebody, with the name that they had then. */
export const firstPin = (key_id: string, name: PinName, how: How = 'first'): Pin =>
  pinned({ key_id, name, keys: [], at: 0 }, how);

/** The keys whose messages count as this person's. */
export const isKnownKey = (pin: Pin | undefined, key_id: string): boolean =>
  pin !== undefined && (pin.key_id === key_id || pin.keys.some((key) => key.key_id === key_id));

/**
 * One that only the server named, of somebody who was compared or proven later: whoever has it, nobody
 * said that it is theirs.
 */
export const isUnprovenKey = (pin: Pin | undefined, key_id: string): boolean => {
  if (pin === undefined || pin.key_id === key_id) return false;
  const isProven = pin.how === 'compared' || pin.how === 'link';
  return isProven && pin.keys.some((key) => key.key_id === key_id && key.how === 'first');
};

/** Nothing is sealed for them until a person decides, not even with the pinned key. */
export const isDoubted = ({ disputed, news }: Pin): boolean =>
  disputed !== undefined || (news?.includes('link') ?? false);

/** A key that was compared or proven is replaced only when a person agrees. */
export const mustAsk = (pin: Pin): boolean => pin.how !== 'first' || isDoubted(pin);

/** Adds a warning line that stays until it is dismissed. */
const withNews = ({ news = [], ...pin }: Pin, what: PinNews): Pin => ({
  ...pin,
  news: [...news.filter((each) => each !== what), what],
});

/** Replaces the key, and remembers the one before. */
function withKeyOf(pin: Pin, key_id: string, how: How, n: number): Pin {
  const { disputed: _, news: __, ...settled } = pin;
  const owned = withoutDisowned(settled, key_id);
  if (pin.key_id === key_id) return pinned(owned, how);
  const before: PinnedKey = { key_id: pin.key_id, how: pin.how, since: pin.at };
  const keys = [...pin.keys, before].filter((key) => key.key_id !== key_id);
  return pinned({ ...owned, key_id, keys, at: n }, how);
}

/** A person, or the server for somebody only met, says now that it is theirs. */
function withoutDisowned<Known extends Pick<Pin, 'disowned'>>(
  { disowned = [], ...pin }: Known,
  key_id: string,
) {
  const rest = disowned.filter((each) => each !== key_id);
  return { ...pin, ...(rest.length > 0 ? { disowned: rest } : {}) };
}

/** Adds the keys of messages that were there before the first pin as this person's. */
function withFormerKeys(pin: Pin, key_ids: string[], n: number): Pin {
  const { disowned = [] } = pin;
  const fresh = key_ids.filter((key_id) => !isKnownKey(pin, key_id) && !disowned.includes(key_id));
  const keys = fresh.map((key_id): PinnedKey => ({ key_id, how: 'first', since: n }));
  return fresh.length === 0 ? pin : withNews({ ...pin, keys: [...pin.keys, ...keys] }, 'former');
}

/** Replaces the key of somebody who was only met, remembers the one before, and warns of it. */
const met = (pin: Pin, key_id: string, n: number): Pin => {
  if (pin.key_id === key_id || mustAsk(pin)) return pin;
  return withNews({ ...withKeyOf(pin, key_id, 'first', n) }, 'key');
};

const withoutNews = ({ news = [], ...pin }: Pin, what: PinNews): Pin => {
  const rest = news.filter((each) => each !== what);
  return rest.length > 0 ? { ...pin, news: rest } : pin;
};

/** What else a person is told or asked about stays. */
const pressed = (pin: Pin, change: ReadLine, n: number): Pin => {
  switch (change.line) {
    case 'former':
      return withoutNews(pin, 'former');
    case 'name':
      // Nobody has read a name that was not there.
      return change.name.username ? { ...pin, name: change.name } : pin;
    case 'key': {
      const { news, disputed } = pin;
      if (pin.key_id !== change.key_id || !news?.includes('key')) return pin;
      const isMet = pin.how === 'first';
      const read = isMet ? { ...withKeyOf(pin, pin.key_id, 'accepted', n), news } : pin;
      return { ...withoutNews(read, 'key'), ...(disputed ? { disputed } : {}) };
    }
  }
};

/** A link never overwrites what a person, or another link, has said: also in the moment that it comes. */
const isEarned = (pin: Pin | undefined): boolean => pin !== undefined && pin.how !== 'first';

const isNamed = ({ name }: Pin): boolean => name.username !== '';

/** `n` is the number of the vault that will store it. Undefined if nothing changes. */
export const changePin = (pin: Pin | undefined, change: PinChange, n: number): Pin | undefined => {
  switch (change.act) {
    case 'meet': {
      if (pin === undefined) return firstPin(change.key_id, change.name);
      const next = met(pin, change.key_id, n);
      return isNamed(next) ? next : { ...next, name: change.name };
    }
    case 'accept': {
      const { key_id, how, name, of_many } = change;
      if (how === 'link' && isEarned(pin)) return pin;
      const accepted = pin ? withKeyOf(pin, key_id, how, n) : firstPin(key_id, name, how);
      const { of_many: _, ...rest } = accepted;
      const next: Pin = of_many ? { ...rest, of_many } : rest;
      return isNamed(next) ? next : { ...next, name };
    }
    case 'doubt':
      if (isEarned(pin)) return pin;
      return withNews(pin ?? firstPin(change.key_id, change.name), 'link');
    case 'former':
      return pin && withFormerKeys(pin, change.key_ids, n);
    case 'disown': {
      if (pin === undefined) return undefined;
      const { news = [], ...rest } = pin;
      const keys = pin.keys.filter(({ key_id }) => !change.key_ids.includes(key_id));
      const others = news.filter((each) => each !== 'former');
      // Another device, or an older copy, may still have them.
      const disowned = [...new Set([...(pin.disowned ?? []), ...change.key_ids])];
      return { ...rest, keys, disowned, ...(others.length > 0 ? { news: others } : {}) };
    }
    case 'press':
      return pin && pressed(pin, change, n);
  }
};
