// What this device keeps: the secret of the vault, sealed by a key that no script can read out
// (WebCrypto, not extractable, in IndexedDB), and drafts and unsent messages.
import { forgetText, keptNames } from './storage';

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

// What the browser has no room for, or refuses to keep, lasts as long as this page.
const here = new Map<string, unknown>();

export const keep = async (name: string, value: unknown): Promise<void> => {
  here.set(name, value);
  await run('readwrite', (store) => store.put(value, name)).then(
    () => here.delete(name),
    () => {},
  );
};
export const recall = async <Value>(name: string): Promise<Value | undefined> => {
  if (here.has(name)) return here.get(name) as Value;
  return run<Value | undefined>('readonly', (store) => store.get(name)).catch(() => undefined);
};
export const forget = async (name: string): Promise<void> => {
  here.delete(name);
  await run('readwrite', (store) => store.delete(name)).catch(() => {});
};

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
  for (const key of keptNames()) {
    if (new RegExp(`^(draft|outbox) ${user_id}( |$)`).test(key)) forgetText(key);
  }
};
