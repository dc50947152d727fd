// Public keys, every version of them, and the vaults that hold the private ones sealed.
import { and, desc, eq, sql } from 'drizzle-orm';
import { Refusal } from '../protocol/errors';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { public_keys, vaults } from './schema/keys';

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
  const newest = (user_id: number): Vault | undefined => vault.get({ user_id });
  return {
    current: (user_id: number): PublicKey | undefined => current.get({ user_id }),
    byVersion: (user_id: number, version: number): PublicKey | undefined =>
      byVersion.get({ user_id, version }),
    byKeyId: (user_id: number, key_id: string): PublicKey | undefined =>
      byKeyId.get({ user_id, key_id }),
    vault: newest,
    /** @throws staleKey where the writer did not know the current vault */
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
    addKey: (key: Omit<PublicKey, 'created_at'> & { now: number }): void => void addKey.run(key),
    addVault: (sealed: Omit<Vault, 'created_at'> & { now: number }): void =>
      void addVault.run(sealed),
  };
};

export type Keys = ReturnType<typeof createKeys>;
