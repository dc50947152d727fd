// Writes the vault to the server, with the number after the one that it replaces, merged with what
// another device wrote meanwhile.
import type { Change, Written } from '../../../crypto/engine';
import { createSerialQueue } from '../../../serial-queue';
import { answers } from '../../net/answers';
import { isRefusal } from '../../net/api-error';
import { retryIfStale } from '../stale-key';
import type { Restore } from './restore';
import type { VaultNeeds, VaultState } from './state';
import { isDamage, reasonOf } from './state';

/** Posts a vault: to `POST /encryption/keys`, or together with a new password. */
type PostVault = (members: object) => Promise<{ vault_version: number } | undefined>;

interface StoreOptions {
  isFinal?: boolean;
  post?: PostVault;
  /** The password, instead of the vault's key. */
  proof?: object;
  /** How often to merge with what was stored meanwhile, and try again. */
  tries?: number;
}

const write_tries = 5;
const gather_ms = 30_000;

const membersOf = (written: Written, isFinal: boolean, expected_version: number) => ({
  private_key_encrypted: written.vault,
  expected_version,
  ...(written.vault_key ? { vault_key: written.vault_key } : {}),
  new_vault_key: written.new_vault_key,
  ...(isFinal ? { final: true } : {}),
});

/** The vault's key was not the one that the server knows a writer by. */
const isUnproven = (error: unknown): boolean =>
  isRefusal(error, 'wrongPassword') &&
  Array.isArray(error.details.needs) &&
  error.details.needs.includes('vault_key');

/** Collects automatic changes into one write; a refused write is tried again with the next. */
const createGathering = (
  { clock }: VaultNeeds,
  state: VaultState,
  store: () => Promise<unknown>,
) => {
  let isDue = false;
  let gathered_at = Number.NEGATIVE_INFINITY;
  const gather = (): void => {
    if (isDue) return;
    isDue = true;
    const wait = Math.max(0, gathered_at + gather_ms - clock.now());
    clock.after(wait, () => {
      isDue = false;
      gathered_at = clock.now();
      if (state.known()?.isUnstored) store().catch(gather);
    });
  };
  return gather;
};

export const createVaultWriting = (
  needs: VaultNeeds,
  state: VaultState,
  restore: Pick<Restore, 'begin' | 'tellOld'>,
) => {
  const { engine, api, notices } = needs;
  // So that nothing is read before an earlier write is done.
  const inOrder = createSerialQueue();

  /** Merges what is on the server now. False if it must be replaced, or there is none. */
  const uniteStored = async (): Promise<boolean> => {
    const newestStored = restore.begin();
    const stored = await state.stored().catch((error) => {
      if (isRefusal(error, 'noKey')) return null;
      throw error;
    });
    if (stored === null) {
      notices.tell('missingVault');
      state.atVersion(0);
      return false;
    }
    const { private_key_encrypted, vault_version } = stored;
    try {
      const { copy, ...identity } = await engine.unite(private_key_encrypted);
      state.atVersion(vault_version);
      if (copy === 'old') restore.tellOld();
      else await newestStored();
      await state.opened(identity);
      return !identity.isUnstored;
    } catch (error) {
      if (reasonOf(error) === 'unknown_algorithm') notices.tell('newerVault');
      if (reasonOf(error) === 'locked') notices.tell('foreignVault');
      if (!isDamage(error)) throw error;
      notices.tell('damagedVault');
      state.atVersion(vault_version);
      return false;
    }
  };
  const postKeys =
    (public_key: string, proof: object): PostVault =>
    (members) =>
      api.post('/encryption/keys', { public_key, ...members, ...proof }, answers.vaultWritten);

  const write = async (
    change: Change,
    { isFinal = false, post, proof = {}, tries = write_tries }: StoreOptions,
  ) => {
    const newestStored = restore.begin();
    let written = await engine.write(change, isFinal);
    const act = async () => {
      const members = membersOf(written, isFinal, state.version());
      return (post ?? postKeys(written.public_key, proof))(members);
    };
    const renew = async (): Promise<void> => {
      await uniteStored();
      written = await engine.write(change, isFinal);
    };
    const answer = await retryIfStale(act, renew, tries).catch(async (error) => {
      if (!isUnproven(error)) throw error;
      // The key of an old vault that was given before: the one that is stored now has its own.
      await renew();
      return act();
    });
    state.atVersion(answer?.vault_version ?? state.version() + 1);
    await newestStored();
    await state.opened(await engine.stored());
    return written;
  };
  const store = (change: Change = {}, options: StoreOptions = {}) =>
    inOrder(() => write(change, options));

  const gather = createGathering(needs, state, store);
  return { inOrder, uniteStored, store, gather };
};

export type VaultWriting = ReturnType<typeof createVaultWriting>;
