// The refresh tokens of a session, as hashes.
import { and, eq, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { refresh_tokens, sessions } from './schema/people';

const value = sql.placeholder;

export const createRefreshTokens = (db: Drizzle) => {
  const mine = and(
    eq(refresh_tokens.session_id, value('session_id')),
    eq(refresh_tokens.hash, value('hash')),
  );
  const byHash = prepared(() => db.select().from(refresh_tokens).where(mine).prepare());
  const insert = prepared(() =>
    db
      .insert(refresh_tokens)
      .values({
        session_id: value('session_id'),
        hash: value('hash'),
        generation: value('generation'),
      })
      .prepare(),
  );
  const use = prepared(() => db.update(refresh_tokens).set({ is_used: 1 }).where(mine).prepare());
  const advance = prepared(() =>
    db
      .update(sessions)
      .set({ refresh_generation: sql`${sessions.refresh_generation} + 1` })
      .where(eq(sessions.id, value('session_id')))
      .prepare(),
  );
  return {
    byHash: (session_id: number, hash: Uint8Array) => byHash.get({ session_id, hash }),
    add: (session_id: number, hash: Uint8Array, generation: number): void =>
      void insert.run({ session_id, hash, generation }),
    /** Spends it, and with it all tokens of its generation. */
    use(session_id: number, hash: Uint8Array): void {
      use.run({ session_id, hash });
      advance.run({ session_id });
    },
  };
};

export type RefreshTokens = ReturnType<typeof createRefreshTokens>;
