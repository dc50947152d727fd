// Keys: one's own vault as the server keeps it, and the keys of friends with what is pinned.

import type { OwnKeys, PublicKey, PublicKeys } from '../../../features/encryption/model';
import { CODES } from '../../../protocol/codes';
import { public_keys_asked_max } from '../../../protocol/limits';
import type { Identity, Safe, Written } from '../../crypto/engine';
import { ApiError, get, post } from '../net/api';
import type { PeerKey } from '../state';
import { me, peerKeys, pins } from '../state';
import { keepSecret } from '../store/device';
import { createBatch } from './batch';

export const createKeys = (safe: Safe) => {
  let vault_version = 0;
  let own_key_id = '';
  const seen = new Set<number>();
  /** What is being asked for, and the earlier keys that were. */
  const asking = new Map<number, Promise<PeerKey | null>>();
  const old = new Map<string, Promise<void>>();
  const find = createBatch(
    (ids) => get<PublicKeys>(`/encryption/public-keys?user_ids=${ids}`),
    public_keys_asked_max,
  );

  const stored = () => get<OwnKeys>('/encryption/keys');

  /** Writes the vault; where another device was faster, both changes are kept. */
  const write = async (written: Written): Promise<void> => {
    const { public_key, vault } = written;
    pins.value = written.pins;
    own_key_id = written.key_id;
    try {
      await post('/encryption/keys', {
        public_key,
        private_key_encrypted: vault,
        ...(vault_version > 0 ? { expected_version: vault_version } : {}),
      });
      vault_version += 1;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== CODES.staleKey.code) throw error;
      const theirs = await stored();
      vault_version = theirs.vault_version;
      await write(await safe.merge(theirs.private_key_encrypted));
    }
  };

  const remember = async () => {
    const secret = await safe.deviceSecret();
    if (me.value && secret) await keepSecret(me.value.id, secret);
  };

  const lookUp = async (user_id: number): Promise<PeerKey | null> => {
    const found = await find(user_id);
    const { public_key } = found ?? {};
    const key = public_key ? { public_key, key_id: await safe.learn(public_key) } : null;
    if (key) seen.add(user_id);
    peerKeys.value = { ...peerKeys.value, [user_id]: key };
    return key;
  };

  /** The current key of someone; null where there is none. */
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
      await safe.learn((await get<PublicKey>(path)).public_key);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'ENCRYPT_001') throw error;
    }
  };

  const pin = async (user_id: number, key_id: string, verified: boolean): Promise<void> =>
    write(await safe.change({ pin: { user_id, key_id, how: verified ? 'compared' : 'first' } }));

  return {
    stored,
    write,
    remember,
    peerKey,
    pin,
    /**
     * A link comes from the friend and not from the server: its key counts as compared, and stops
     * the first message where the server tells of another one.
     */
    async pinLinked(user_id: number, key_id: string): Promise<void> {
      await peerKey(user_id);
      if (key_id) await pin(user_id, key_id, true);
    },
    ownKeyId: () => own_key_id,
    /** The vault as it was opened. */
    opened(identity: Identity): void {
      own_key_id = identity.key_id;
      pins.value = identity.pins;
    },
    atVersion(version: number): void {
      vault_version = version;
    },
    version: () => vault_version,
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
    /**
     * The key to seal with; null only for a friend who was never seen with one: nothing falls back
     * to plain because the server says so. @throws ApiError KEY_GONE
     */
    async keyToSeal(user_id: number, isFresh = false): Promise<PeerKey | null> {
      const key = await peerKey(user_id, isFresh);
      if (key === null && (seen.has(user_id) || pins.value[user_id])) {
        throw new ApiError(0, 'KEY_GONE');
      }
      return key;
    },
    /** @throws ApiError KEY_CHANGED where someone has compared numbers that are no longer true */
    mustBeTrusted(user_id: number): void {
      if (isKeyChanged(user_id) && pins.value[user_id]?.verified) {
        throw new ApiError(0, 'KEY_CHANGED');
      }
    },
    /** Another device changed the vault: what it knows is known here too. */
    async reload(): Promise<void> {
      const { private_key_encrypted, vault_version: version } = await stored();
      const { pins: known, key_id } = await safe.merge(private_key_encrypted);
      vault_version = version;
      own_key_id = key_id;
      pins.value = known;
    },
    /** First contact trusts the server's word; from then on the key is known. */
    async meet(user_id: number): Promise<void> {
      const key = await peerKey(user_id);
      if (key && pins.value[user_id] === undefined) await pin(user_id, key.key_id, false);
    },
  };
};

export type Keys = ReturnType<typeof createKeys>;

/** The friend has another key than the one known here. */
export const isKeyChanged = (user_id: number): boolean => {
  const [pin, key] = [pins.value[user_id], peerKeys.value[user_id]];
  return pin !== undefined && key !== undefined && key?.key_id !== pin.key_id;
};
