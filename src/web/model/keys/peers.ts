// The keys of friends as the server names them.
import { signal } from '@preact/signals';
import { public_keys_asked_max } from '../../../protocol/limits';
import type { Engine } from '../../crypto/engine';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { Offline } from '../store/offline/offline';
import { createBatch } from './batch';

export interface PeerKey {
  public_key: string;
  key_id: string;
}

interface Needs {
  engine: Engine;
  api: Api;
  offline: Offline;
}

/** What the engine knows: a key id is made of its key, so that it is never another's. */
const createLearning = ({ engine, offline }: Needs) => {
  const learned = new Set<string>();
  const learn = async (public_key: string): Promise<string> => {
    const key_id = await engine.learn(public_key);
    if (learned.has(key_id)) return key_id;
    learned.add(key_id);
    void offline
      .store()
      ?.keepPublicKey(key_id, public_key)
      .catch(() => {});
    return key_id;
  };
  return {
    learn,
    /** Messages under it can be opened, whether it is still somebody's current key or not. */
    async isLearned(key_id: string): Promise<boolean> {
      if (learned.has(key_id)) return true;
      const kept = await offline
        .store()
        ?.publicKey(key_id)
        .catch(() => undefined);
      return kept !== undefined && (await learn(kept)) === key_id;
    },
  };
};

export const createPeers = (needs: Needs) => {
  const { api } = needs;
  const { learn, isLearned } = createLearning(needs);
  const peerKeys = signal<Record<number, PeerKey | null>>({});
  const seen = new Set<number>();
  /** Current requests, and the earlier keys that were asked for. */
  const asking = new Map<number, Promise<PeerKey | null>>();
  const old = new Map<string, Promise<void>>();
  const find = createBatch(
    (ids) => api.get(`/encryption/public-keys?user_ids=${ids}`, answers.publicKeys),
    public_keys_asked_max,
  );

  const lookUp = async (user_id: number): Promise<PeerKey | null> => {
    const { public_key } = (await find(user_id)) ?? {};
    const key = public_key ? { public_key, key_id: await learn(public_key) } : null;
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
      await learn((await api.get(path, answers.publicKey)).public_key);
    } catch (error) {
      if (!isRefusal(error, 'noKey')) throw error;
    }
  };

  return {
    peerKeys,
    peerKey,
    isLearned,
    /** Had a key at some time since the page was loaded. */
    wasSeen: (user_id: number): boolean => seen.has(user_id),
    /** The server has other data now, so all keys are asked for again. */
    forgetPeers(): void {
      peerKeys.value = {};
    },
    /**
     * For messages sealed with a former key. A page may be full of them, so each key is asked for
     * once, also one that nobody knows.
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
