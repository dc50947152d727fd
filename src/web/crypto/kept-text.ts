// What a device keeps of a person and paints before anything else is known: sealed by a key of this
// device that no script can read out, and that a sign-out throws away.
import type { Bytes } from './bytes';
import { fromUtf8, randomBytes, utf8 } from './bytes';
import { CryptoFault } from './fault';

export interface KeptText {
  iv: Bytes;
  sealed: ArrayBuffer;
}

const AES = { name: 'AES-GCM', length: 256 };

export const createKeptText = () => {
  let key: CryptoKey | undefined;
  const held = (): CryptoKey => {
    if (key === undefined) throw new CryptoFault('locked');
    return key;
  };
  const sealOne = async (text: string): Promise<KeptText> => {
    const iv = randomBytes(12);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, held(), utf8(text));
    return { iv, sealed };
  };
  const openOne = async ({ iv, sealed }: KeptText): Promise<string | null> => {
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, held(), sealed);
      return fromUtf8(new Uint8Array(plain));
    } catch (error) {
      if (error instanceof CryptoFault && error.reason === 'locked') throw error;
      return null;
    }
  };
  return {
    forgetStoreKey(): void {
      key = undefined;
    },
    engine: {
      /** IndexedDB takes it as it is. */
      newStoreKey: (): Promise<CryptoKey> =>
        crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']),
      async useStoreKey(next: CryptoKey): Promise<void> {
        key = next;
      },
      sealKept: (texts: string[]): Promise<KeptText[]> => Promise.all(texts.map(sealOne)),
      /** Null in place of one that is damaged. @throws locked */
      openKept: (all: KeptText[]): Promise<(string | null)[]> => Promise.all(all.map(openOne)),
    },
  };
};
