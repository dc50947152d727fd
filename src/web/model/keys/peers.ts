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

/**
 * For messages sealed with a former key. A page may be full of them, so each key is asked for once, also
 * one that nobody knows.
 */
const createLearningOld = (api: Api, learn: (public_key: string) => Promise<string>) => {
  const asked = new Map<string, Promise<void>>();
  const ask = async (user_id: number, key_id: string): Promise<void> => {
    const path = `/encryption/public-key/${user_id}?key_id=${encodeURIComponent(key_id)}`;
    try {
      await learn((await api.get(path, answers.publicKey)).public_key);
    } catch (error) {
      if (!isRefusal(error, 'noKey')) throw error;
    }
  };
  return (user_id: number, key_id: string): Promise<void> => {
    const name = `${user_id} ${key_id}`;
    const asking = asked.get(name) ?? ask(user_id, key_id);
    asked.set(name, asking);
    asking.catch(() => asked.delete(name));
    return asking;
  };
};

export const createPeers = (needs: Needs) => {
  const { api } = needs;
  const { learn, isLearned } = createLearning(needs);
  const peerKeys = signal<Record<number, PeerKey | null>>({});
  const seen = new Set<number>();
  const asking = new Map<number, Promise<PeerKey | null>>();
  const find = createBatch(
    (ids) => api.get(`/encryption/public-keys?user_ids=${ids}`, answers.publicKeys),
    public_keys_asked_max,
  );

  /** By user id: how often the key was looked up, which tells the last request from earlier ones. */
  const lookUps = new Map<number, number>();
  const lookUp = async (user_id: number): Promise<PeerKey | null> => {
    const count = (lookUps.get(user_id) ?? 0) + 1;
    lookUps.set(user_id, count);
    const { public_key } = (await find(user_id)) ?? {};
    const key = public_key ? { public_key, key_id: await learn(public_key) } : null;
    // An answer that comes behind the next one is the older of the two.
    if (lookUps.get(user_id) !== count)
      return asking.get(user_id) ?? peerKeys.value[user_id] ?? key;
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
    learnOld: createLearningOld(api, learn),
  };
};
