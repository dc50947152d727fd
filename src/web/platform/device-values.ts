// What this browser keeps of the device, by name, in a database of its own (IndexedDB).
import type { IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { KeyValues } from '../model/store/device';
import { isConnectionLost } from '../model/store/lost-connection';
import { DEVICE_DATABASE, DEVICE_STORE } from '../model/store/names';

/** One connection for all calls; whoever needs the database for itself gets it (`blocking`). */
export const createDeviceValues = (): KeyValues => {
  let opening: Promise<IDBPDatabase> | undefined;
  const gone = (): void => {
    opening = undefined;
  };
  const open = (): Promise<IDBPDatabase> => {
    opening ??= openDB(DEVICE_DATABASE, 1, {
      upgrade: (fresh) => void fresh.createObjectStore(DEVICE_STORE),
      blocking(_, __, event) {
        (event.target as IDBDatabase).close();
        gone();
      },
      terminated: gone,
    });
    opening.catch(gone);
    return opening;
  };
  /** A browser may close it in the background. */
  const run = async <Value>(act: (database: IDBPDatabase) => Promise<Value>): Promise<Value> => {
    try {
      return await act(await open());
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      gone();
      return act(await open());
    }
  };
  return {
    get: (name) => run((database) => database.get(DEVICE_STORE, name)),
    put: (name, value) =>
      run(async (database) => {
        const change = database.transaction(DEVICE_STORE, 'readwrite');
        await Promise.all([change.store.put(value, name), change.done]);
      }),
    remove: (name) =>
      run(async (database) => {
        const change = database.transaction(DEVICE_STORE, 'readwrite');
        await Promise.all([change.store.delete(name), change.done]);
      }),
  };
};
