// How much of the disk a person takes; the rows keep themselves (schema/storage.ts).
import type { Database } from 'bun:sqlite';

/** In bytes. */
interface StoredBytes {
  files: number;
  messages: number;
  keys: number;
}

const NOTHING: StoredBytes = { files: 0, messages: 0, keys: 0 };

export const createStorage = (database: Database) => {
  // By hand: every message that is sent reads here, and drizzle doubles its cost.
  const row = database.prepare<StoredBytes, [number]>(
    'SELECT files, messages, keys FROM storage WHERE user_id = ?',
  );
  const of = (user_id: number): StoredBytes => row.get(user_id) ?? NOTHING;
  return {
    of,
    usedBy(user_id: number): number {
      const share = of(user_id);
      return share.files + share.messages + share.keys;
    },
  };
};

export type StorageUsed = ReturnType<typeof createStorage>;
