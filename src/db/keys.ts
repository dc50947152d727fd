// Public keys, every version of them, and the vaults that hold the private ones sealed.
import { and, desc, eq, exists, gt, lt, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { Refusal } from '../protocol/errors';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { public_keys, vault_keys, vaults } from './schema/keys';

export type PublicKey = typeof public_keys.$inferSelect;
export type Vault = typeof vaults.$inferSelect;

const value = sql.placeholder;

export const createKeys = (db: Drizzle) => {
  const current = prepared(() =>
    db
      .select()
      .from(public_keys)
      .where(eq(public_keys.user_id, value('user_id')))
      .orderBy(desc(public_keys.version))
      .limit(1)
      .prepare(),
  );
  const vault = prepared(() =>
    db
      .select()
      .from(vaults)
      .where(eq(vaults.user_id, value('user_id')))
      .orderBy(desc(vaults.vault_version))
      .limit(1)
      .prepare(),
  );
  const addKey = prepared(() =>
    db
      .insert(public_keys)
      .values({
        user_id: value('user_id'),
        version: value('version'),
        key_id: value('key_id'),
        public_key: value('public_key'),
        created_at: value('now'),
      })
      .prepare(),
  );
  const addVault = prepared(() =>
    db
      .insert(vaults)
      .values({
        user_id: value('user_id'),
        vault_version: value('vault_version'),
        private_key_encrypted: value('private_key_encrypted'),
        created_at: value('now'),
      })
      .prepare(),
  );
  const byVersion = prepared(() =>
    db
      .select()
      .from(public_keys)
      .where(
        and(eq(public_keys.user_id, value('user_id')), eq(public_keys.version, value('version'))),
      )
      .prepare(),
  );
  const byKeyId = prepared(() =>
    db
      .select()
      .from(public_keys)
      .where(
        and(eq(public_keys.user_id, value('user_id')), eq(public_keys.key_id, value('key_id'))),
      )
      .orderBy(desc(public_keys.version))
      .limit(1)
      .prepare(),
  );
  const vaultByVersion = prepared(() =>
    db
      .select()
      .from(vaults)
      .where(
        and(eq(vaults.user_id, value('user_id')), eq(vaults.vault_version, value('vault_version'))),
      )
      .prepare(),
  );
  const vaultKey = prepared(() =>
    db
      .select({ hash: vault_keys.hash })
      .from(vault_keys)
      .where(eq(vault_keys.user_id, value('user_id')))
      .prepare(),
  );
  const putVaultKey = prepared(() =>
    db
      .insert(vault_keys)
      .values({ user_id: value('user_id'), hash: value('hash') })
      .onConflictDoUpdate({ target: vault_keys.user_id, set: { hash: sql`excluded.hash` } })
      .prepare(),
  );
  const dropVaultKey = prepared(() =>
    db
      .delete(vault_keys)
      .where(eq(vault_keys.user_id, value('user_id')))
      .prepare(),
  );
  const refused = prepared(() =>
    db
      .update(vault_keys)
      .set({ refused_at: sql`${value('now')}` })
      .where(
        and(eq(vault_keys.user_id, value('user_id')), lte(vault_keys.refused_at, value('before'))),
      )
      .returning({ user_id: vault_keys.user_id })
      .prepare(),
  );
  const forget = prepared(() =>
    db
      .delete(vaults)
      .where(
        and(
          eq(vaults.user_id, value('user_id')),
          or(
            lte(vaults.vault_version, value('up_to')),
            and(lt(vaults.created_at, value('before')), lt(vaults.vault_version, value('current'))),
          ),
        ),
      )
      .returning({ vault_version: vaults.vault_version })
      .prepare(),
  );
  const sweep = prepared(() => {
    const later = alias(vaults, 'later');
    const isReplaced = db
      .select({ one: sql`1` })
      .from(later)
      .where(and(eq(later.user_id, vaults.user_id), gt(later.vault_version, vaults.vault_version)));
    return db
      .delete(vaults)
      .where(and(lt(vaults.created_at, value('before')), exists(isReplaced)))
      .returning({ vault_version: vaults.vault_version })
      .prepare();
  });
  const newest = (user_id: number): Vault | undefined => vault.get({ user_id });
  return {
    current: (user_id: number): PublicKey | undefined => current.get({ user_id }),
    byVersion: (user_id: number, version: number): PublicKey | undefined =>
      byVersion.get({ user_id, version }),
    byKeyId: (user_id: number, key_id: string): PublicKey | undefined =>
      byKeyId.get({ user_id, key_id }),
    vault: newest,
    /** @throws staleKey if the writer did not know the current vault */
    nextVaultVersion(user_id: number, expected_version?: number): number {
      const vault_version = newest(user_id)?.vault_version ?? 0;
      if (expected_version !== undefined && expected_version !== vault_version) {
        const { key_id = null, version = 0 } = current.get({ user_id }) ?? {};
        throw new Refusal('staleKey', { vault_version, key_id, version });
      }
      return vault_version + 1;
    },
    vaultByVersion: (user_id: number, vault_version: number): Vault | undefined =>
      vaultByVersion.get({ user_id, vault_version }),
    /** By which a writer is known; undefined if none is needed. */
    vaultKeyHash: (user_id: number): Buffer | undefined => vaultKey.get({ user_id })?.hash,
    setVaultKey(user_id: number, hash: Buffer | undefined): void {
      if (hash === undefined) dropVaultKey.run({ user_id });
      else putVaultKey.run({ user_id, hash });
    },
    /** False if one was noted since `before`. */
    noteRefusal: (user_id: number, now: number, before: number): boolean =>
      refused.get({ user_id, now, before }) !== undefined,
    /** Deletes all but the newest `kept`, and those from before that time. True if any were. */
    forgetVaults(user_id: number, current: number, kept: number, before: number): boolean {
      return forget.all({ user_id, current, up_to: current - kept, before }).length > 0;
    },
    /** Deletes replaced vaults from before that time; current ones stay. True if any were. */
    sweepVaults: (before: number): boolean => sweep.all({ before }).length > 0,
    addKey: (key: Omit<PublicKey, 'created_at'> & { now: number }): void => void addKey.run(key),
    addVault: (sealed: Omit<Vault, 'created_at'> & { now: number }): void =>
      void addVault.run(sealed),
  };
};

export type Keys = ReturnType<typeof createKeys>;
