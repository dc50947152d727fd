// What this device keeps: the secret of the vault, sealed by a key that no script can read out
// (WebCrypto, not extractable, in IndexedDB), and drafts and unsent messages.

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('chat8', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('kept');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const run = async <Value>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> => {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction('kept', mode).objectStore('kept'));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
};

export const keep = (name: string, value: unknown) =>
  run('readwrite', (store) => store.put(value, name));
export const recall = <Value>(name: string) =>
  run<Value | undefined>('readonly', (store) => store.get(name));
export const forget = (name: string) => run('readwrite', (store) => store.delete(name));

const deviceKey = async (): Promise<CryptoKey> => {
  const known = await recall<CryptoKey>('key');
  if (known !== undefined) return known;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await keep('key', fresh);
  return fresh;
};

const name = (user_id: number) => `secret ${user_id}`;

export const keepSecret = async (user_id: number, secret: string): Promise<void> => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(secret);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await deviceKey(), bytes);
  await keep(name(user_id), { iv, sealed });
};

export const recallSecret = async (user_id: number): Promise<string | null> => {
  const kept = await recall<{ iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }>(name(user_id));
  if (kept === undefined) return null;
  try {
    const { iv, sealed } = kept;
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await deviceKey(), sealed);
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
};

export const forgetSecret = (user_id: number) => forget(name(user_id));

/** Drafts and unsent messages of someone who signs out here for good. */
export const forgetTyped = (user_id: number): void => {
  for (const key of Object.keys(localStorage)) {
    if (new RegExp(`^(draft|outbox) ${user_id}( |$)`).test(key)) localStorage.removeItem(key);
  }
};
