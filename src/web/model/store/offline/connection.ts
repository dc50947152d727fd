// The connection to the database: opened again once if the browser lost it, made again if it is
// damaged, left alone if a later build made it, and missed if the browser has none to give.
import { deleteDB, openDB } from 'idb';
import { isConnectionLost } from '../lost-connection';
import type { Database, KeptChange, OfflineSchema } from './schema';
import { ALL_STORES, createStores, VERSION } from './schema';

/** Why there is no store, or what became of it. */
export type StoreTrouble =
  /** A later build made it: nothing of it is read or removed. */
  | 'newer'
  /** Another tab does not let go of an earlier version. */
  | 'blocked'
  /** It was damaged, and begins again. */
  | 'rebuilt'
  /** No room, though files and old messages went. */
  | 'full'
  /** The browser gives none. */
  | 'missing';

export class StoreFault extends Error {
  constructor(readonly trouble: StoreTrouble) {
    super(trouble);
  }
}

export interface Connection {
  /** @throws StoreFault, or what the transaction failed with */
  run<Value>(act: (database: Database) => Promise<Value>): Promise<Value>;
  /** It was damaged when it was opened. */
  wasRebuilt: boolean;
  close(): void;
}

/** A request whose failure is told by its transaction. */
export const ask = (request: Promise<unknown>): void => void request.catch(() => {});

const open_within_ms = 3_000;

/** Fits what this build reads; anything else under this name is damaged. */
const isWhole = (database: Database): boolean =>
  ALL_STORES.every((name) => database.objectStoreNames.contains(name));

const limited = async <Value>(opening: Promise<Value>, close: (late: Value) => void) => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new StoreFault('blocked')), open_within_ms);
  let isOver = false;
  void opening.then(
    (value) => isOver && close(value),
    () => {},
  );
  try {
    return await Promise.race([opening, late]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
};

/** `isOver`: what is kept was removed, and is not to come back by this page. */
type OnGone = (isOver: boolean) => void;

interface Opened {
  database: Database;
  /** There was none. */
  isMade: boolean;
}

const connect = (name: string, onGone: OnGone, made: () => void): Promise<Database> =>
  limited(
    openDB<OfflineSchema>(name, VERSION, {
      upgrade(database) {
        made();
        createStores(database);
      },
      // A later build in another tab, or the end of what is kept.
      blocking: (_, next, event) => {
        (event.target as IDBDatabase).close();
        onGone(next === null);
      },
      terminated: () => onGone(false),
    }),
    (late) => late.close(),
  );

const changesOf = async (name: string): Promise<KeptChange[]> => {
  const damaged = await openDB<OfflineSchema>(name);
  try {
    return await damaged.getAll('changes');
  } finally {
    damaged.close();
  }
};

const nameOfError = (error: unknown): string => (error as Error | undefined)?.name ?? '';

/** What the other tab, of an earlier build, is asked for is what `blocking` does in this one. */
const faultOf = (error: unknown): StoreFault => {
  if (error instanceof StoreFault) return error;
  return new StoreFault(nameOfError(error) === 'VersionError' ? 'newer' : 'missing');
};

const DAMAGED = ['UnknownError', 'DataError', 'NotFoundError'];

/** Opens it, and makes it again if it is damaged. */
const createOpening = (name: string, onGone: OnGone) => {
  /** @throws what the browser says, or DataError */
  const open = async (): Promise<Opened> => {
    let isMade = false;
    const database = await connect(name, onGone, () => {
      isMade = true;
    });
    if (isWhole(database)) return { database, isMade };
    database.close();
    throw new DOMException('stores are missing', 'DataError');
  };
  return {
    open,
    /** A browser that lost it in the background gives it to the second who asks. */
    openTwice: (): Promise<Opened> =>
      open().catch((error) => {
        if (DAMAGED.includes(nameOfError(error))) return open();
        throw error;
      }),
    async rebuild(): Promise<Opened> {
      // What the server does not know yet is copied out first.
      const changes = await changesOf(name).catch((): KeptChange[] => []);
      await deleteDB(name);
      const fresh = await open();
      for (const change of changes) await fresh.database.put('changes', change);
      return fresh;
    },
  };
};

/**
 * `emptied`: the browser took away what was there while it was open, and gave a new one.
 * @throws StoreFault
 */
export const openConnection = async (
  name: string,
  emptied: (fresh: Database) => Promise<void> = async () => {},
): Promise<Connection> => {
  let database: Database | undefined;
  let isOver = false;
  const gone = (isRemoved = false): void => {
    isOver ||= isRemoved;
    database = undefined;
  };
  const { open, openTwice, rebuild } = createOpening(name, gone);
  const faulty = (error: unknown): never => {
    throw faultOf(error);
  };
  let wasRebuilt = false;
  try {
    ({ database } = await openTwice());
  } catch (error) {
    if (!DAMAGED.includes(nameOfError(error))) throw faultOf(error);
    wasRebuilt = true;
    ({ database } = await rebuild().catch(faulty));
  }

  const current = async (): Promise<Database> => {
    if (isOver) throw new StoreFault('missing');
    if (database !== undefined) return database;
    const opened = await open().catch(faulty);
    ({ database } = opened);
    if (opened.isMade) await emptied(opened.database);
    return opened.database;
  };
  return {
    wasRebuilt,
    async run(act) {
      try {
        return await act(await current());
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        database?.close();
        gone();
        return act(await current());
      }
    },
    close(): void {
      database?.close();
      gone(true);
    },
  };
};
