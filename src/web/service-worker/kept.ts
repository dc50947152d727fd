// What this device keeps, for reading only: a database that is not there is not made, and one of
// another build is read only if it holds what is looked for.
import type { IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import { DEVICE_DATABASE, DEVICE_STORE, offlineName } from '../model/store/names';

/** Every call gives undefined for what is not there, and may fail. */
export interface Kept {
  device(name: string): Promise<unknown>;
  chat(user_id: number, friend_id: number): Promise<unknown>;
  /** The last word of the server (ms). */
  heard(user_id: number): Promise<unknown>;
  publicKey(user_id: number, key_id: string): Promise<unknown>;
  /** By its sender and `mid`. */
  message(user_id: number, key: string): Promise<unknown>;
}

const read = async <Value>(
  name: string,
  act: (database: IDBPDatabase) => Promise<Value>,
): Promise<Value> => {
  const database = await openDB(name, undefined, {
    upgrade: (_, __, ___, change) => change.abort(),
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
  return act(database).finally(() => database.close());
};

export const createKept = (): Kept => {
  const get = (user_id: number, store: string, key: string | number): Promise<unknown> =>
    read(offlineName(user_id), (database) => database.get(store, key));
  return {
    device: (name) => read(DEVICE_DATABASE, (database) => database.get(DEVICE_STORE, name)),
    chat: (user_id, friend_id) => get(user_id, 'chats', friend_id),
    heard: (user_id) => get(user_id, 'meta', 'heard'),
    publicKey: (user_id, key_id) => get(user_id, 'keys', key_id),
    message: (user_id, key) =>
      read(offlineName(user_id), (database) => database.getFromIndex('messages', 'key', key)),
  };
};
