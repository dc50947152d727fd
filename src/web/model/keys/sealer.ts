// The only way in which anything is sealed and sent: choose a trusted key, seal, post, and if the
// server says that the key is stale, do it again with the current one.
import type { Body } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import { ApiError } from '../net/api-error';
import type { Keys, PeerKey } from './keys';
import { retryIfStale } from './stale-key';

/** What to seal. The same body keeps its `mid`; `edits` is the `mid` of the first version. */
interface Plain {
  to: number;
  type: string;
  body: Body;
  mid?: string;
  edits?: string;
  /** It was sealed before, so it must never be sent in plain text. */
  mustSeal?: boolean;
}

export interface Sealed {
  content: string;
  mid: string;
  /** The receiver's key. */
  key_id: string;
}

interface Delivery<Value> {
  plain: Plain;
  /** How it was sealed before: a retry sends the same bytes. */
  sealed?: Sealed | undefined;
  /** Called before anything is posted, so that a retry can send the same bytes. */
  keep?: (sealed: Sealed) => Promise<void>;
  /** Null if the receiver never had a key. */
  post: (sealed: Sealed | null) => Promise<Value>;
}

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
        // What was sealed for another key is sealed again for this one.
        if (current === null || isFresh || current.key_id !== key.key_id) {
          current = await seal(plain, key);
          await keep?.(current);
        }
        return post(current);
      };
      return retryIfStale(act, async ({ user_id }) => {
        if (user_id === userId()) await keys.reload();
        isFresh = true;
      });
    },
    /**
     * Whoever has a key, or had one, is written to in the clear by nobody. @throws ApiError NEVER_PLAIN,
     * KEY_GONE, KEY_CHANGED
     */
    async mustBePlain(to: number): Promise<void> {
      const key = await keys.keyToSeal(to);
      if (key !== null) throw new ApiError(0, 'NEVER_PLAIN');
    },
    /** @throws ApiError KEY_GONE, KEY_CHANGED */
    hasKey: async (to: number): Promise<boolean> => (await keys.keyToSeal(to)) !== null,
    /**
     * Seals a file with a key of its own, or again with the one that it had; null for a friend who
     * never had a key.
     */
    async sealFile(to: number, file: Blob, again?: string) {
      const key = await choose({ to, type: 'file', body: {} }, false);
      return key === null ? null : engine.sealFile(file, again);
    },
  };
};

export type Sealer = ReturnType<typeof createSealer>;
