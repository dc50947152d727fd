// The one way in which anything is sealed and handed to the server: choose the key, trust it, seal,
// and if the server says that a key was stale, once more with the current one.
import type { Body } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import { ApiError, isRefusal } from '../net/answer';
import type { Keys, PeerKey } from './keys';

/** What is to be sealed; `mid` stays with the same body, `edits` is the first `mid`. */
export interface Plain {
  to: number;
  type: string;
  body: Body;
  mid?: string;
  edits?: string;
  /** It was sealed before, and is never sent in the clear. */
  mustSeal?: boolean;
}

export interface Sealed {
  content: string;
  mid: string;
  /** The key of the receiver that it is sealed for. */
  key_id: string;
}

interface Delivery<Value> {
  plain: Plain;
  /** As it was sealed before: a retry sends the same bytes. */
  sealed?: Sealed | undefined;
  /** Called before anything is posted, so that a retry has the same bytes. */
  keep?: (sealed: Sealed) => Promise<void>;
  /** Null if the receiver never had a key. */
  post: (sealed: Sealed | null) => Promise<Value>;
}

/**
 * Once more after `renew` if a key or a vault is stale (ENCRYPT_003): nothing was stored then.
 * `renew` gets what the server says of the current one.
 */
export const againIfStale = async <Value>(
  act: () => Promise<Value>,
  renew: (details: ApiError['details']) => Promise<void>,
  tries = 2,
): Promise<Value> => {
  try {
    return await act();
  } catch (error) {
    if (tries <= 1 || !isRefusal(error, 'staleKey')) throw error;
    await renew(error.details);
    return againIfStale(act, renew, tries - 1);
  }
};

export const createSealer = (engine: Engine, keys: Keys, userId: () => number) => {
  /** Before anything is sealed. @throws ApiError KEY_GONE, KEY_CHANGED */
  const choose = async ({ to, mustSeal }: Plain, isFresh: boolean) => {
    const key = await keys.keyToSeal(to, isFresh);
    if (key === null && mustSeal) throw new ApiError(0, 'KEY_GONE');
    return key;
  };

  const seal = async (plain: Plain, key: PeerKey): Promise<Sealed> => {
    const { to, type, body, mid, edits } = plain;
    const more = { ...(mid ? { mid } : {}), ...(edits ? { edits } : {}) };
    const address = { from: userId(), to, type, ...more };
    return { ...(await engine.seal(address, body, key.public_key)), key_id: key.key_id };
  };

  return {
    async deliver<Value>({ plain, sealed, keep, post }: Delivery<Value>): Promise<Value> {
      let isFresh = false;
      let current: Sealed | null = sealed ?? null;
      const act = async (): Promise<Value> => {
        const key = await choose(plain, isFresh);
        if (key === null) return post(null);
        // What was sealed for another key is never sent for this one: it is sealed again.
        if (current === null || isFresh || current.key_id !== key.key_id) {
          current = await seal(plain, key);
          await keep?.(current);
        }
        return post(current);
      };
      return againIfStale(act, async ({ user_id }) => {
        if (user_id === userId()) await keys.reload();
        isFresh = true;
      });
    },
    /** A file under a key of its own; null for a friend who never had a key. */
    async sealFile(to: number, file: Blob) {
      const key = await choose({ to, type: 'file', body: {} }, false);
      return key === null ? null : engine.sealFile(file);
    },
  };
};

export type Sealer = ReturnType<typeof createSealer>;
