// How much of the disk a person takes; the rows are kept by triggers (schema/storage.ts).
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { storage } from './schema/storage';

/** In bytes. */
export interface Share {
  files: number;
  messages: number;
  keys: number;
}

const NOTHING: Share = { files: 0, messages: 0, keys: 0 };

export const createStorage = (db: Drizzle) => {
  const { files, messages, keys } = storage;
  const row = prepared(() =>
    db
      .select({ files, messages, keys })
      .from(storage)
      .where(eq(storage.user_id, sql.placeholder('user_id')))
      .prepare(),
  );
  const of = (user_id: number): Share => row.get({ user_id }) ?? NOTHING;
  return {
    of,
    usedBy(user_id: number): number {
      const share = of(user_id);
      return share.files + share.messages + share.keys;
    },
  };
};

export type StorageUsed = ReturnType<typeof createStorage>;
