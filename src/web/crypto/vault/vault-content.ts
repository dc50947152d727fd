// What the vault holds beside keys: its own number, whom a person has met and how, which slots are
// gone, which devices and invitation links there are. Another client, or an attacker with an old
// copy, may have written it: every member is checked.
import type { Json } from '../bytes';
import { fromBase64url, isObject } from '../bytes';
import { CryptoFault } from '../fault';

/**
 * How a key got its pin: `compared` by safety numbers, by a proven invitation `link`, `accepted`
 * when a person said yes to it, or `first` when the server named it and nobody looked.
 */
export const HOWS = ['first', 'link', 'accepted', 'compared'] as const;
export type How = (typeof HOWS)[number];

/** A key that was this person's before; messages under it are still theirs. */
export interface PinnedKey {
  key_id: string;
  how: How;
  /** The `n` of the vault in which it was first pinned. */
  since: number;
}

/**
 * What a line tells of until it is pressed: the key was another one; earlier keys were taken over; a
 * link did not prove the key, and nothing is sealed before a person decides.
 */
export const NEWS = ['key', 'former', 'link'] as const;
export type PinNews = (typeof NEWS)[number];

/** `at` is the `n` under which the pin was stored. */
export interface Pin {
  key_id: string;
  how: How;
  /** True exactly for `compared`. */
  verified: boolean;
  /** As this person was called when they were pinned; empty in a vault of the first edition. */
  name: { username: string; display_name: string };
  keys: PinnedKey[];
  at: number;
  /** Two devices pinned different keys at once: nothing is sealed until a person decides. */
  disputed?: string[];
  news?: PinNews[];
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
  /** The inviter's key, as the link says it. */
  key_id?: string;
  /** Who made it, if it is a link that one followed oneself; 0 until that is known. */
  from?: number;
}

export interface Content {
  /** The vault's own number, one more with every write; 0 in a vault of the first edition. */
  n: number;
  /** 32 bytes in base64url, by which the server knows a writer. */
  vault_key: string | null;
  /** The current key, and the `n` under which it became that. */
  current: { key_id: string; at: number } | null;
  /** By user id. */
  pins: Map<string, Pin>;
  /** The public halves (`x`) of slots that were removed or replaced. */
  gone: Set<string>;
  /** By the kid of their slot. */
  devices: Map<string, DeviceEntry>;
  /** By code. */
  links: Map<string, InviteLink>;
  /** Members of a later version, kept as they are. */
  others: Json;
}

/** With another `how`; `verified` follows from it. */
export const pinned = (pin: Omit<Pin, 'how' | 'verified'>, how: How): Pin => ({
  ...pin,
  how,
  verified: how === 'compared',
});

/** What no honest life reaches; beyond it a vault is one that somebody made up. */
const entries_max = 20_000;

export const emptyContent = (): Content => ({
  n: 0,
  vault_key: null,
  current: null,
  pins: new Map(),
  gone: new Set(),
  devices: new Map(),
  links: new Map(),
  others: {},
});

/** Throws `malformed`. */
export function readContent(chat8: Json): Content {
  const { n, vault_key, current, pins, gone, devices, links, ...others } = chat8;
  return {
    n: n === undefined ? 0 : count(n),
    vault_key: vault_key === undefined ? null : base64url(vault_key, 32),
    current: current === undefined ? null : readCurrent(object(current)),
    pins: entries(pins, readPin),
    gone: new Set(gone === undefined ? [] : list(gone).map((x) => base64url(x, 32))),
    devices: entries(devices, readDevice),
    links: entries(links, readLink),
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
});

const readCurrent = ({ key_id, at }: Json) => ({ key_id: string(key_id), at: count(at) });

/** A pin of the first edition knows only its key and whether it was compared. */
function readPin(pin: Json): Pin {
  const { key_id, verified, how, name, keys, at, disputed, news } = pin;
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

const readLink = ({ secret, until, key_id, from }: Json): InviteLink => ({
  secret: base64url(secret, 16),
  until: count(until),
  ...(key_id === undefined ? {} : { key_id: string(key_id) }),
  ...(from === undefined ? {} : { from: count(from) }),
});

function readHow(value: unknown): How {
  const how = HOWS.find((each) => each === value);
  if (how === undefined) throw new CryptoFault('malformed');
  return how;
}

function entries<Value>(value: unknown, read: (entry: Json) => Value): Map<string, Value> {
  const known = Object.entries(value === undefined ? {} : object(value));
  if (known.length > entries_max) throw new CryptoFault('malformed');
  return new Map(known.map(([name, entry]) => [name, read(object(entry))]));
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
