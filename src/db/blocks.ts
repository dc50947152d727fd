// Who blocks whom.
import { and, eq, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { blocks, users } from './schema/people';
import { shownPerson } from './shown-person';

const value = sql.placeholder;

export const createBlocks = (db: Drizzle) => {
  const both = and(
    eq(blocks.user_id, value('user_id')),
    eq(blocks.blocked_id, value('blocked_id')),
  );
  const find = prepared(() => db.select().from(blocks).where(both).prepare());
  const insert = prepared(() =>
    db
      .insert(blocks)
      .values({
        user_id: value('user_id'),
        blocked_id: value('blocked_id'),
        created_at: value('now'),
      })
      .onConflictDoNothing()
      .prepare(),
  );
  const remove = prepared(() => db.delete(blocks).where(both).prepare());
  const list = prepared(() =>
    db
      .select({
        created_at: blocks.created_at,
        user: shownPerson,
      })
      .from(blocks)
      .innerJoin(users, eq(users.id, blocks.blocked_id))
      .where(eq(blocks.user_id, value('user_id')))
      .orderBy(users.username_key)
      .prepare(),
  );
  return {
    has: (user_id: number, blocked_id: number): boolean =>
      find.get({ user_id, blocked_id }) !== undefined,
    add: (user_id: number, blocked_id: number, now: number): void =>
      void insert.run({ user_id, blocked_id, now }),
    remove: (user_id: number, blocked_id: number): void => void remove.run({ user_id, blocked_id }),
    list: (user_id: number) => list.all({ user_id }),
  };
};

export type Blocks = ReturnType<typeof createBlocks>;
