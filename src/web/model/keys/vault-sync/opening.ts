// Opens the vault: the server's copy, or this device's if that is newer or the server's is damaged,
// or an earlier version.
import type { Identity, Opener } from '../../../crypto/engine';
import { isRefusal } from '../../net/api-error';
import { EngineFault } from '../engine-client';
import type { KeptCopy } from './kept-copy';
import type { VaultNeeds, VaultState } from './state';
import { isDamage, missingVault, reasonOf } from './state';

/** As many versions as the server keeps. */
const versions_back_max = 20;

/**
 * The server says that there is none. What this device keeps of it is the vault then; if it only knows
 * that there was one, a person decides. @throws ENCRYPT_001 if it knows of none either
 */
const createMissing =
  ({ engine, notices }: VaultNeeds, state: VaultState, copies: KeptCopy) =>
  async (by: Opener, kept: string | undefined, refusal: unknown): Promise<Identity> => {
    state.atVersion(0);
    if (kept === undefined && (await copies.seen()) === 0) throw refusal;
    if (kept === undefined) throw missingVault();
    const identity = await engine.open(kept, by);
    notices.tell('missingVault');
    return { ...identity, isUnstored: true };
  };

export const createVaultOpening = (needs: VaultNeeds, state: VaultState, copies: KeptCopy) => {
  const { engine, notices } = needs;
  const openMissing = createMissing(needs, state, copies);

  /** Opens the newest earlier version that opens. @throws the fault of the newest version */
  const walkBack = async (by: Opener, fault: unknown): Promise<Identity> => {
    const oldest = Math.max(1, state.version() - versions_back_max);
    for (let each = state.version() - 1; each >= oldest; each -= 1) {
      try {
        const { private_key_encrypted } = await state.earlier(each);
        const identity = await engine.open(private_key_encrypted, by);
        notices.tell('earlierVault');
        return { ...identity, isUnstored: true };
      } catch (error) {
        if (isRefusal(error, 'noKey')) break;
        if (!(error instanceof EngineFault)) throw error;
      }
    }
    throw fault;
  };
  const openStored = async (by: Opener, kept: string | undefined): Promise<Identity> => {
    const stored = await state.stored().catch((error) => {
      if (isRefusal(error, 'noKey')) return { refusal: error };
      throw error;
    });
    if ('refusal' in stored) return openMissing(by, kept, stored.refusal);
    const { private_key_encrypted, vault_version } = stored;
    state.atVersion(vault_version);
    try {
      return await engine.open(private_key_encrypted, by);
    } catch (error) {
      if (reasonOf(error) === 'unknown_algorithm') notices.tell('newerVault');
      if (!isDamage(error)) throw error;
      const own =
        kept === undefined ? undefined : await engine.open(kept, by).catch(() => undefined);
      if (own === undefined) return walkBack(by, error);
      notices.tell('damagedVault');
      return { ...own, isUnstored: true };
    }
  };
  /**
   * Merges the kept copy, whatever its number: a server that took two writes under one number, or went
   * on from an older one with another device, has a vault that lacks what is in this one.
   */
  const withKept = async (identity: Identity): Promise<Identity> => {
    const kept = await copies.kept();
    if (kept === undefined) return identity;
    const united = await engine.uniteKept(kept.text).catch(() => null);
    return united ?? identity;
  };

  return async (by: Opener) => {
    const seen = await copies.seen();
    const kept = await copies.kept();
    const key = await copies.deviceKey();
    if (key) await engine.useDevice(key);
    const stored = await openStored(by, kept?.text);
    const identity = await withKept(stored);
    const isOld = stored.n < seen;
    return { identity, isOld, mustWrite: isOld || stored.isUnstored || identity.isUnstored };
  };
};
