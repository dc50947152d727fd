// What the vault holds beside keys: its number, the pins of the people met, the removed slots, the
// devices and the invitation links. Another client, or an attacker with an old copy, may have
// written it, so every member is checked.
import type { Json } from '../bytes';
import { fromBase64url, isObject } from '../bytes';
import { CryptoFault } from '../fault';

/**
 * How a key was pinned: `compared` by safety numbers, proven by an invitation `link`, `accepted` by
 * a person, or `first` if only the server named it.
 */
export const HOWS = ['first', 'link', 'accepted', 'compared'] as const;
export type How = (typeof HOWS)[number];

/** A former key of this person; messages sealed with it are still theirs. */
export interface PinnedKey {
  key_id: string;
  how: How;
  /** The `n` of the vault in which it was first pinned. */
  since: number;
}

/**
 * What a warning line says until it is dismissed: the key was replaced; earlier keys were added; or a
 * link did not prove the key, and nothing is sealed until a person decides.
 */
const NEWS = ['key', 'former', 'link'] as const;
export type PinNews = (typeof NEWS)[number];

/** `at` is the `n` of the vault that stored the pin. */
export interface Pin {
  key_id: string;
  how: How;
  /** True only for `compared`. */
  verified: boolean;
  /** This person's name when the key was pinned; empty in a vault of the first version. */
  name: { username: string; display_name: string };
  keys: PinnedKey[];
  at: number;
  /** Two devices pinned different keys at the same time: nothing is sealed until a person decides. */
  disputed?: string[];
  news?: PinNews[];
  /** Former keys that a person said are not theirs: no other copy brings them back. */
  disowned?: string[];
  /** Proven by a link for several people: this is one of them. */
  of_many?: boolean;
}

export interface DeviceEntry {
  session_id: number;
  name: string;
  /** Milliseconds since 1970. */
  made_at: number;
}

/** `secret` is 16 bytes in base64url, `until` milliseconds since 1970. */
export interface InviteLink {
  secret: string;
  until: number;
  /** The inviter's key, as the link names it. */
  key_id?: string;
  /** For how many people, if for more than one. */
  uses?: number;
  /** Only of a link that one followed: who made it; 0 until that is known. */
  from?: number;
}

/** What only its owner calls somebody; `at` is the `n` of the vault that stored it. */
export interface Nickname {
  /** '' once it was taken away. */
  name: string;
  at: number;
}

export interface Content {
  /** The vault's own number, one more with each write; 0 in a vault of the first version. */
  n: number;
  /** 32 bytes in base64url, by which the server recognises a writer. */
  vault_key: string | null;
  /** The current key, and the `n` since which it is. */
  current: { key_id: string; at: number } | null;
  /** By user id. */
  pins: Map<string, Pin>;
  /** The public halves (`x`) of slots that were removed or replaced. */
  gone: Set<string>;
  /** By the kid of their slot. */
  devices: Map<string, DeviceEntry>;
  /** By code. */
  links: Map<string, InviteLink>;
  /** By user id. */
  names: Map<string, Nickname>;
  /** Members of a later version, kept unchanged. */
  others: Json;
}

/** Changes `how`, and `verified` with it. */
export const pinned = (pin: Omit<Pin, 'how' | 'verified'>, how: How): Pin => ({
  ...pin,
  how,
  verified: how === 'compared',
});

/** More than any honest use reaches: a larger vault is forged. */
const entries_max = 20_000;

export const emptyContent = (): Content => ({
  n: 0,
  vault_key: null,
  current: null,
  pins: new Map(),
  gone: new Set(),
  devices: new Map(),
  links: new Map(),
  names: new Map(),
  others: {},
});

/** @throws malformed */
export function readContent(chat8: Json): Content {
  const { n, vault_key, current, pins, gone, devices, links, names, ...others } = chat8;
  return {
    n: n === undefined ? 0 : count(n),
    vault_key: vault_key === undefined ? null : base64url(vault_key, 32),
    current: current === undefined ? null : readCurrent(object(current)),
    pins: entries(pins, readPin),
    gone: new Set(gone === undefined ? [] : list(gone).map((x) => base64url(x, 32))),
    devices: entries(devices, readDevice),
    links: entries(links, readLink),
    names: entries(names, readNickname, nicknameOf),
    others,
  };
}

export const writeContent = (content: Content): Json => ({
  ...content.others,
  n: content.n,
  ...(content.vault_key === null ? {} : { vault_key: content.vault_key }),
  ...(content.current === null ? {} : { current: content.current }),
  pins: Object.fromEntries(content.pins),
  gone: [...content.gone],
  devices: Object.fromEntries(content.devices),
  links: Object.fromEntries(content.links),
  ...(content.names.size === 0 ? {} : { names: Object.fromEntries(content.names) }),
});

const readCurrent = ({ key_id, at }: Json) => ({ key_id: string(key_id), at: count(at) });

/** A pin of the first version has only its key, and whether it was compared. */
function readPin(pin: Json): Pin {
  const { key_id, verified, how, name, keys, at, disputed, news, disowned, of_many } = pin;
  if (typeof verified !== 'boolean') throw new CryptoFault('malformed');
  const known = how === undefined ? (verified ? 'compared' : 'first') : readHow(how);
  if (verified !== (known === 'compared')) throw new CryptoFault('malformed');
  return {
    key_id: string(key_id),
    how: known,
    verified,
    name: name === undefined ? { username: '', display_name: '' } : readName(object(name)),
    keys: keys === undefined ? [] : list(keys).map((key) => readPinnedKey(object(key))),
    at: at === undefined ? 0 : count(at),
    ...(disputed === undefined ? {} : { disputed: list(disputed).map(string) }),
    ...(news === undefined ? {} : { news: NEWS.filter((each) => list(news).includes(each)) }),
    ...(disowned === undefined ? {} : { disowned: list(disowned).map(string) }),
    ...(of_many === true ? { of_many } : {}),
  };
}

const readPinnedKey = ({ key_id, how, since }: Json): PinnedKey => ({
  key_id: string(key_id),
  how: readHow(how),
  since: count(since),
});

const readName = ({ username, display_name = '' }: Json) => ({
  username: string(username),
  display_name: string(display_name),
});

const readDevice = ({ session_id, name, made_at }: Json): DeviceEntry => ({
  session_id: count(session_id),
  name: string(name),
  made_at: count(made_at),
});

const readLink = ({ secret, until, key_id, uses, from }: Json): InviteLink => ({
  secret: base64url(secret, 16),
  until: count(until),
  ...(key_id === undefined ? {} : { key_id: string(key_id) }),
  ...(uses === undefined ? {} : { uses: count(uses) }),
  ...(from === undefined ? {} : { from: count(from) }),
});

/** Another client may keep the name alone, which is as old as can be. */
const nicknameOf = (entry: unknown): Json =>
  typeof entry === 'string' ? { name: entry, at: 0 } : object(entry);

const readNickname = ({ name, at }: Json): Nickname => ({ name: string(name), at: count(at) });

function readHow(value: unknown): How {
  const how = HOWS.find((each) => each === value);
  if (how === undefined) throw new CryptoFault('malformed');
  return how;
}

function entries<Value>(
  value: unknown,
  read: (entry: Json) => Value,
  toObject: (entry: unknown) => Json = object,
): Map<string, Value> {
  const known = Object.entries(value === undefined ? {} : object(value));
  if (known.length > entries_max) throw new CryptoFault('malformed');
  return new Map(known.map(([name, entry]) => [name, read(toObject(entry))]));
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length > entries_max) throw new CryptoFault('malformed');
  return value;
}

function object(value: unknown): Json {
  if (!isObject(value)) throw new CryptoFault('malformed');
  return value;
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new CryptoFault('malformed');
  return value;
}

function count(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new CryptoFault('malformed');
}

function base64url(value: unknown, bytes: number): string {
  if (fromBase64url(value).length !== bytes) throw new CryptoFault('malformed');
  return string(value);
}
