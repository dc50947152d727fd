// Keys: one's own vault as the server keeps it, and the current keys of friends.
import { signal } from '@preact/signals';
import type { OwnKeys, PublicKey, PublicKeys } from '../../../features/encryption/model';
import { public_keys_asked_max } from '../../../protocol/limits';
import type { Change, Engine, Identity, Written } from '../../crypto/engine';
import { ApiError, isRefusal } from '../net/answer';
import type { Api } from '../net/api';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import { createBatch } from './batch';
import type { Pins } from './pins';
import { againIfStale } from './sealer';

export interface PeerKey {
  public_key: string;
  key_id: string;
}

interface Needs {
  engine: Engine;
  api: Api;
  device: Device;
  pins: Pins;
  userId: () => number;
}

const vault_tries = 5;

/** The open vault, and its copy on the server. */
const createVault = ({ engine, api, device, pins, userId }: Needs) => {
  let version = 0;
  let own_key_id = '';

  const stored = () => api.get<OwnKeys>('/encryption/keys');
  const opened = ({ key_id, pins: known }: Identity): void => {
    own_key_id = key_id;
    pins.replace(known);
  };

  /** Another device wrote the vault meanwhile: both changes are kept. */
  const merge = async (): Promise<Written> => {
    const { private_key_encrypted, vault_version } = await stored();
    const merged = await engine.merge(private_key_encrypted);
    version = vault_version;
    opened(merged);
    return merged;
  };

  const write = async (first: Written): Promise<void> => {
    let written = first;
    opened(written);
    const post = () =>
      api.post('/encryption/keys', {
        public_key: written.public_key,
        private_key_encrypted: written.vault,
        ...(version > 0 ? { expected_version: version } : {}),
      });
    const renew = async () => {
      written = await merge();
    };
    await againIfStale(post, renew, vault_tries);
    version += 1;
  };

  return {
    stored,
    opened,
    merge,
    write,
    change: async (change: Change): Promise<Written> => {
      const written = await engine.change(change);
      await write(written);
      return written;
    },
    /** Another device changed the vault: what it knows is known here too. */
    async reload(): Promise<void> {
      await merge();
    },
    atVersion(next: number): void {
      version = next;
    },
    version: () => version,
    ownKeyId: () => own_key_id,
    /** This device opens the vault again without a password. */
    async remember(): Promise<void> {
      const secret = await engine.deviceSecret();
      if (userId() && secret) await device.saveSecret(userId(), secret);
    },
  };
};

/** The keys of friends as the server tells of them. */
const createPeers = ({ engine, api }: Needs) => {
  const peerKeys = signal<Record<number, PeerKey | null>>({});
  const seen = new Set<number>();
  /** What is being asked for, and the earlier keys that were. */
  const asking = new Map<number, Promise<PeerKey | null>>();
  const old = new Map<string, Promise<void>>();
  const find = createBatch(
    (ids) => api.get<PublicKeys>(`/encryption/public-keys?user_ids=${ids}`),
    public_keys_asked_max,
  );

  const lookUp = async (user_id: number): Promise<PeerKey | null> => {
    const { public_key } = (await find(user_id)) ?? {};
    const key = public_key ? { public_key, key_id: await engine.learn(public_key) } : null;
    if (key) seen.add(user_id);
    peerKeys.value = { ...peerKeys.value, [user_id]: key };
    return key;
  };

  /** The current key of someone; null if there is none. */
  const peerKey = async (user_id: number, isFresh = false): Promise<PeerKey | null> => {
    const known = peerKeys.value[user_id];
    if (known !== undefined && !isFresh) return known;
    const before = isFresh ? undefined : asking.get(user_id);
    if (before !== undefined) return before;
    const asked = lookUp(user_id).finally(() => {
      if (asking.get(user_id) === asked) asking.delete(user_id);
    });
    asking.set(user_id, asked);
    return asked;
  };

  const learnOld = async (user_id: number, key_id: string): Promise<void> => {
    const path = `/encryption/public-key/${user_id}?key_id=${encodeURIComponent(key_id)}`;
    try {
      await engine.learn((await api.get<PublicKey>(path)).public_key);
    } catch (error) {
      if (!isRefusal(error, 'noKey')) throw error;
    }
  };

  return {
    peerKeys,
    peerKey,
    /** Seen with a key during this visit. */
    wasSeen: (user_id: number): boolean => seen.has(user_id),
    /** The server's data is another: what it said of keys is asked for again. */
    forgetPeers(): void {
      peerKeys.value = {};
    },
    /**
     * For messages under a key that is no longer current; one that nobody knows stays missing. A
     * page may be full of them: it is asked for once.
     */
    learnOld(user_id: number, key_id: string): Promise<void> {
      const name = `${user_id} ${key_id}`;
      const asked = old.get(name) ?? learnOld(user_id, key_id);
      old.set(name, asked);
      asked.catch(() => old.delete(name));
      return asked;
    },
  };
};

export const createKeys = (needs: Needs) => {
  const { pins } = needs;
  const vault = createVault(needs);
  const { peerKeys, peerKey, wasSeen, forgetPeers, learnOld } = createPeers(needs);

  /** The friend has another key than the one known here. */
  const isKeyChanged = (user_id: number): boolean => {
    const [pin, key] = [pins.pinOf(user_id), peerKeys.value[user_id]];
    return pin !== undefined && key !== undefined && key?.key_id !== pin.key_id;
  };

  const pin = async (user_id: number, key_id: string, verified: boolean): Promise<void> => {
    await vault.change({ pin: { user_id, key_id, how: verified ? 'compared' : 'first' } });
  };

  /** First contact trusts the server's word; from then on the key is known. */
  const meet = async (user_id: number): Promise<void> => {
    const key = await peerKey(user_id);
    if (key && pins.pinOf(user_id) === undefined) await pin(user_id, key.key_id, false);
  };

  return {
    ...vault,
    /** Null for a friend without a key. */
    peerKeys: readonly(peerKeys),
    peerKey,
    isKeyChanged,
    pin,
    /**
     * A link comes from the friend and not from the server: its key counts as compared, and stops
     * the first message if the server tells of another one.
     */
    async pinLinked(user_id: number, key_id: string): Promise<void> {
      await peerKey(user_id);
      if (key_id) await pin(user_id, key_id, true);
    },
    meet,
    /** The server tells of a new key of a friend whose key was asked for before. */
    async keyChanged(user_id: number): Promise<void> {
      if (peerKeys.value[user_id] === undefined) return;
      await peerKey(user_id, true);
      await meet(user_id);
    },
    forgetPeers,
    learnOld,
    /**
     * The key to seal with; null only for a friend who was never seen with one: nothing falls back
     * to plain because the server says so. @throws ApiError KEY_GONE
     */
    async keyToSeal(user_id: number, isFresh = false): Promise<PeerKey | null> {
      const key = await peerKey(user_id, isFresh);
      if (key === null && (wasSeen(user_id) || pins.pinOf(user_id))) {
        throw new ApiError(0, 'KEY_GONE');
      }
      return key;
    },
    /** @throws ApiError KEY_CHANGED if someone has compared numbers that are no longer true */
    mustBeTrusted(user_id: number): void {
      if (isKeyChanged(user_id) && pins.pinOf(user_id)?.verified) {
        throw new ApiError(0, 'KEY_CHANGED');
      }
    },
  };
};

export type Keys = ReturnType<typeof createKeys>;
