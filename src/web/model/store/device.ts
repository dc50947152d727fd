// What this device remembers of a person: flags, the copy of the vault, and the key of this device's
// own slot in it, which no script can read out (WebCrypto, not extractable).
import { deviceKeyName, lockName, lockTriesName, seenName, vaultName } from './names';

/** Values by name, as IndexedDB keeps them; every call may fail. */
export interface KeyValues {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

interface SealedSecret {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

const nameOf = (user_id: number) => `secret ${user_id}`;

export const createDevice = (values: KeyValues) => {
  // If the browser cannot save a value, it lasts as long as this page.
  const memory = new Map<string, unknown>();

  const put = async (name: string, value: unknown): Promise<void> => {
    memory.set(name, value);
    await values.put(name, value).then(
      // Not the one that was put since, and is not kept yet.
      () => memory.get(name) === value && memory.delete(name),
      () => {},
    );
  };
  const read = async <Value>(name: string): Promise<Value | undefined> =>
    (memory.has(name) ? memory.get(name) : await values.get(name)) as Value | undefined;
  const get = <Value>(name: string): Promise<Value | undefined> =>
    read<Value>(name).catch(() => undefined);
  const remove = async (name: string): Promise<void> => {
    memory.delete(name);
    await values.remove(name).catch(() => {});
  };

  return {
    /** Undefined also if it can't be read now. */
    get,
    /** @throws what the database failed with: what can't be read may be there all the same */
    read,
    put,
    remove,
    /** As an earlier build kept it: taken over by a slot of the device's own. */
    async loadSecret(user_id: number): Promise<string | null> {
      const found = await get<SealedSecret>(nameOf(user_id));
      if (found === undefined) return null;
      try {
        const { iv, sealed } = found;
        const aes = { name: 'AES-GCM', iv };
        const key = await get<CryptoKey>('key');
        if (key === undefined) return null;
        const plain = await crypto.subtle.decrypt(aes, key, sealed);
        return new TextDecoder().decode(plain);
      } catch {
        return null;
      }
    },
    removeSecret: (user_id: number): Promise<void> => remove(nameOf(user_id)),
    /** All that opens a vault here; not the highest number that was seen of it. */
    async removeVault(user_id: number): Promise<void> {
      for (const nameIn of [deviceKeyName, vaultName, seenName, lockName, lockTriesName, nameOf]) {
        await remove(nameIn(user_id));
      }
    },
  };
};

export type Device = ReturnType<typeof createDevice>;
