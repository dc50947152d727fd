// Lookalike names: nobody may take a name that could be mistaken for another one.
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { lookalikes_filled_per_job } from '../protocol/limits';
import { isDisguise, lookalikeKeys } from '../protocol/lookalike/lookalike';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { users } from './schema/people';

const value = sql.placeholder;

export const createLookalikes = (db: Drizzle) => {
  const alike = prepared(() =>
    db
      .select({ id: users.id, username: users.username })
      .from(users)
      .where(or(eq(users.look, value('look')), eq(users.capital_look, value('capital_look'))))
      .prepare(),
  );
  const missing = prepared(() =>
    db
      .select({ id: users.id, username: users.username })
      .from(users)
      .where(and(isNull(users.look), isNull(users.erased_at)))
      .limit(lookalikes_filled_per_job)
      .prepare(),
  );
  const setKeys = prepared(() =>
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
    /** Whether somebody other than `me` has a name that this one could imitate. */
    hasLookalike: (username: string, me?: number): boolean =>
      alike
        .all(lookalikeKeys(username))
        .some((other) => other.id !== me && isDisguise(other.username, username)),
    /** For names from before lookalikes were compared; true if there may be more. */
    fillLookalikes(): boolean {
      const rows = missing.all();
      for (const { id, username } of rows) setKeys.run({ id, ...lookalikeKeys(username) });
      return rows.length === lookalikes_filled_per_job;
    },
  };
};
