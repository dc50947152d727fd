// Rows of files on the disk. A row that is marked deleted waits until its bytes are gone.
import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { files, messages } from './schema/chats';

export type FileRow = typeof files.$inferSelect;

const value = sql.placeholder;

export const createFiles = (db: Drizzle) => {
  const alive = isNull(files.doomed_at);
  const byId = prepared(() =>
    db
      .select()
      .from(files)
      .where(and(eq(files.id, value('id')), alive))
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(files)
      .values({
        id: value('id'),
        owner_id: value('owner_id'),
        receiver_id: value('receiver_id'),
        name: value('name'),
        size: value('size'),
        type: value('type'),
        created_at: value('now'),
      })
      .prepare(),
  );
  const avatars = prepared(() =>
    db
      .select({ id: files.id })
      .from(files)
      .where(and(eq(files.owner_id, value('owner_id')), isNull(files.receiver_id), alive))
      .prepare(),
  );
  const markDeleted = prepared(() =>
    db
      .update(files)
      .set({ doomed_at: sql`${value('now')}` })
      .where(eq(files.id, value('id')))
      .prepare(),
  );
  const marked = prepared(() =>
    db.select().from(files).where(isNotNull(files.doomed_at)).prepare(),
  );
  const forget = prepared(() =>
    db
      .delete(files)
      .where(eq(files.id, value('id')))
      .prepare(),
  );
  const named = prepared(() =>
    db
      .select({ id: messages.id })
      .from(messages)
      .where(eq(messages.file_id, value('id')))
      .limit(1)
      .prepare(),
  );
  const ofUser = prepared(() =>
    db
      .select()
      .from(files)
      .where(
        and(
          alive,
          or(eq(files.owner_id, value('user_id')), eq(files.receiver_id, value('user_id'))),
          sql`NOT EXISTS (
            SELECT 1 FROM messages WHERE file_id = ${files.id} AND expires_at IS NOT NULL)`,
        ),
      )
      .orderBy(files.created_at)
      .prepare(),
  );
  const unnamed = prepared(() =>
    db
      .select({ id: files.id })
      .from(files)
      .where(
        and(
          alive,
          isNotNull(files.receiver_id),
          lt(files.created_at, value('before')),
          sql`NOT EXISTS (SELECT 1 FROM messages WHERE file_id = ${files.id})`,
        ),
      )
      .prepare(),
  );
  return {
    byId: (id: string): FileRow | undefined => byId.get({ id }),
    /** `receiver_id` null: an avatar, which everyone may see. */
    add: (file: Omit<FileRow, 'created_at' | 'doomed_at'> & { now: number }): void =>
      void insert.run(file),
    /** What a user uploaded or was sent, but for what disappears. */
    ofUser: (user_id: number): FileRow[] => ofUser.all({ user_id }),
    /** Uploads from before that time (ms) that no message refers to. */
    unnamedBefore: (before: number): string[] => unnamed.all({ before }).map(({ id }) => id),
    avatarsOf: (owner_id: number): string[] => avatars.all({ owner_id }).map(({ id }) => id),
    /** Gone for everyone; `file-deletion` removes its bytes after the commit. */
    markDeleted: (id: string, now: number): void => void markDeleted.run({ id, now }),
    markedDeleted: (): FileRow[] => marked.all(),
    forget: (id: string): void => void forget.run({ id }),
    isNamed: (id: string): boolean => named.get({ id }) !== undefined,
  };
};

export type Files = ReturnType<typeof createFiles>;
