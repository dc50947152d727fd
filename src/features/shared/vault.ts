// Writing a vault: who may, over which version, and which older ones stay. The server recognizes a
// writer by a key inside the vault itself, so that a stolen token alone can't replace it.
import { createHash } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import type { JobContext } from '../../db/ledger/job';
import type { Me } from '../../http/tokens';
import { sameBytes } from '../../platform/constant-time';
import { Refusal } from '../../protocol/errors';
import {
  hour_ms,
  opaque_vault_bytes_max,
  vault_age_ms,
  vault_bytes_max,
  vaults_kept_max,
} from '../../protocol/limits';
import { vaultChanged, vaultRefused } from '../../realtime/outgoing';
import { mustBeBase64url } from '../../values/base64url';
import { examineVault } from '../../values/jwe';
import { mustFit } from '../../values/text';
import type { World } from '../../world';

/** The members of a request that bring a vault, beside the vault. */
export const vaultMembers = {
  expected_version: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: '当前的 vault_version；0 表示尚无 · the vault_version now; 0: there is none',
    }),
  ),
  vault_key: Type.Optional(Type.String({ description: '32 字节 · 32 bytes, base64url' })),
  new_vault_key: Type.Optional(Type.String({ description: '32 字节 · 32 bytes, base64url' })),
  final: Type.Optional(
    Type.Boolean({ description: '删除所有旧版本 · deletes every older version' }),
  ),
};
const VaultWrite = Type.Object({ private_key_encrypted: Type.String(), ...vaultMembers });
type VaultWrite = Static<typeof VaultWrite>;

const key_bytes = 32;

/** SHA-256 of the 32 bytes: they are as hard to guess as a key. @throws invalidField */
const keyHash = (path: string, text: string | undefined): Buffer | undefined =>
  text === undefined
    ? undefined
    : createHash('sha256')
        .update(mustBeBase64url(text, key_bytes, path))
        .digest();

/** What is to be written, examined. @throws invalidField, undecryptable */
export const examineVaultWrite = (write: VaultWrite) => {
  const { private_key_encrypted, expected_version, final = false } = write;
  const isKnownFormat = examineVault(private_key_encrypted);
  const bytes_max = isKnownFormat ? vault_bytes_max : opaque_vault_bytes_max;
  mustFit('private_key_encrypted', private_key_encrypted, bytes_max);
  return {
    private_key_encrypted,
    isKnownFormat,
    expected_version,
    final,
    key_hash: keyHash('vault_key', write.vault_key),
    new_key_hash: keyHash('new_vault_key', write.new_vault_key),
  };
};

export type ExaminedVault = ReturnType<typeof examineVaultWrite>;

/** Whether the writer shows the key that lies in the stored vault, or there is none to show. */
export const isProvenByKey = (
  { keys }: Pick<World, 'keys'>,
  me: Pick<Me, 'id'>,
  { key_hash }: ExaminedVault,
): boolean => {
  const stored = keys.vaultKeyHash(me.id);
  return stored === undefined || (key_hash !== undefined && sameBytes(stored, key_hash));
};

/** The key under which the next write must come; undefined: it needs none. */
const nextKeyHash = (
  { keys }: Pick<World, 'keys'>,
  me: Pick<Me, 'id'>,
  vault: ExaminedVault,
): Buffer | undefined => {
  if (!vault.isKnownFormat) return undefined;
  const stored = keys.vaultKeyHash(me.id);
  // A writer that has not read an old vault must not lock out those who know its key.
  const isAware = vault.expected_version !== undefined || keys.vault(me.id) === undefined;
  return stored === undefined && !isAware ? undefined : (vault.new_key_hash ?? stored);
};

/**
 * Inside a ledger job. `isProven`: by the password, which the caller has examined.
 * @throws staleKey, wrongPassword
 */
export const storeVault = (
  world: Pick<World, 'keys' | 'walScrub'>,
  me: Pick<Me, 'id'>,
  { now, publish, after }: JobContext,
  vault: ExaminedVault,
  isProven: boolean,
): number => {
  const { keys } = world;
  const vault_version = keys.nextVaultVersion(me.id, vault.expected_version);
  if (!isProven && !isProvenByKey(world, me, vault)) throw notProven();
  keys.setVaultKey(me.id, nextKeyHash(world, me, vault));
  const { private_key_encrypted } = vault;
  keys.addVault({ user_id: me.id, vault_version, private_key_encrypted, now });
  const kept = vault.final ? 1 : vaults_kept_max;
  if (keys.forgetVaults(me.id, vault_version, kept, now - vault_age_ms)) {
    after(() => world.walScrub.schedule());
  }
  publish(vaultChanged(me.id, vault_version));
  return vault_version;
};

/** Counts a write; final ones, which lock somebody out, have a reserve. @throws tooManyRequests */
export const takeVaultWrite = (
  { rateLimiter }: Pick<World, 'rateLimiter'>,
  me: Pick<Me, 'id'>,
  isFinal: boolean,
): void => {
  const person = String(me.id);
  try {
    rateLimiter.take('vault', person);
  } catch (error) {
    if (!isFinal) throw error;
    rateLimiter.take('vault_final', person);
  }
};

export const notProven = (): Refusal =>
  new Refusal('wrongPassword', { needs: ['vault_key', 'password'] });

/** Reports the attempt to the owner's devices, at most once an hour. */
export const reportRefusal = (
  { ledger, keys, sessions }: Pick<World, 'ledger' | 'keys' | 'sessions'>,
  me: Me,
): Promise<void> =>
  ledger.write(({ now, publish }) => {
    if (!keys.noteRefusal(me.id, now, now - hour_ms)) return;
    const user_agent = sessions.byId(me.session_id)?.user_agent ?? '';
    publish(vaultRefused(me.id, me.session_id, user_agent));
  });
