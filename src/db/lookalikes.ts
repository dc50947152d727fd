// What names look like, so that nobody takes one that could be mistaken for another's.
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { looks_filled_per_turn } from '../protocol/limits';
import { isDisguise, looksOf } from '../values/lookalike';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { users } from './schema/people';

const value = sql.placeholder;

export const createLooks = (db: Drizzle) => {
  const alike = prepared(() =>
    db
      .select({ id: users.id, username: users.username })
      .from(users)
      .where(or(eq(users.look, value('look')), eq(users.capital_look, value('capital_look'))))
      .prepare(),
  );
  const lookless = prepared(() =>
    db
      .select({ id: users.id, username: users.username })
      .from(users)
      .where(and(isNull(users.look), isNull(users.erased_at)))
      .limit(looks_filled_per_turn)
      .prepare(),
  );
  const setLooks = prepared(() =>
    db
      .update(users)
      .set({
        look: sql`${value('look')}`,
        capital_look: sql`${value('capital_look')}`,
      })
      .where(eq(users.id, value('id')))
      .prepare(),
  );

  return {
    /** Whether somebody other than `me` has a name that this one could be a disguise of. */
    looksTaken: (username: string, me?: number): boolean =>
      alike
        .all(looksOf(username))
        .some((other) => other.id !== me && isDisguise(other.username, username)),
    /** For names from before there were looks; true where there may be more. */
    fillLooks(): boolean {
      const rows = lookless.all();
      for (const { id, username } of rows) setLooks.run({ id, ...looksOf(username) });
      return rows.length === looks_filled_per_turn;
    },
  };
};
