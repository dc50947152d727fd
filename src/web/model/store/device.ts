// What this device remembers of a person: flags, and the secret of the vault, sealed by a key that no
// script can read out (WebCrypto, not extractable).

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
  // What the browser has no room for, or refuses to keep, lasts as long as this page.
  const memory = new Map<string, unknown>();

  const put = async (name: string, value: unknown): Promise<void> => {
    memory.set(name, value);
    await values.put(name, value).then(
      () => memory.delete(name),
      () => {},
    );
  };
  const get = async <Value>(name: string): Promise<Value | undefined> => {
    if (memory.has(name)) return memory.get(name) as Value;
    return (await values.get(name).catch(() => undefined)) as Value | undefined;
  };
  const remove = async (name: string): Promise<void> => {
    memory.delete(name);
    await values.remove(name).catch(() => {});
  };

  const deviceKey = async (): Promise<CryptoKey> => {
    const known = await get<CryptoKey>('key');
    if (known !== undefined) return known;
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    await put('key', fresh);
    return fresh;
  };

  return {
    get,
    put,
    async saveSecret(user_id: number, secret: string): Promise<void> {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = new TextEncoder().encode(secret);
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await deviceKey(), bytes);
      await put(nameOf(user_id), { iv, sealed });
    },
    async loadSecret(user_id: number): Promise<string | null> {
      const found = await get<SealedSecret>(nameOf(user_id));
      if (found === undefined) return null;
      try {
        const { iv, sealed } = found;
        const aes = { name: 'AES-GCM', iv };
        const plain = await crypto.subtle.decrypt(aes, await deviceKey(), sealed);
        return new TextDecoder().decode(plain);
      } catch {
        return null;
      }
    },
    removeSecret: (user_id: number): Promise<void> => remove(nameOf(user_id)),
  };
};

export type Device = ReturnType<typeof createDevice>;
