// The open vault and its copy on the server: written with the number of the one that it replaces,
// united with what another device wrote meanwhile, and never replaced by an older one.
import type { Opener } from '../../crypto/engine';
import type { PinChange } from '../../crypto/vault/pins';
import { readonly } from '../readonly';
import { createVaultCopies } from './vault-copies';
import { createVaultOpening } from './vault-opening';
import type { VaultNeeds, VaultState } from './vault-state';
import { createVaultState } from './vault-state';
import type { VaultWriting } from './vault-writing';
import { createVaultWriting } from './vault-writing';

export type { VaultNeeds } from './vault-state';

const createChanges = (needs: VaultNeeds, state: VaultState, { store, gather }: VaultWriting) => {
  const { engine } = needs;
  const pin = async (user_id: number, change: PinChange): Promise<void> => {
    await state.opened(await engine.pin(user_id, change));
  };
  return {
    /** By the client itself: known at once, and stored with the next gathered write. */
    async pinLater(user_id: number, change: PinChange): Promise<void> {
      await pin(user_id, change);
      if (state.known()?.isUnstored) gather();
    },
    /** By a person: stored now; without a connection as soon as there is one. */
    async pinNow(user_id: number, change: PinChange): Promise<void> {
      await pin(user_id, change);
      if (state.known()?.isUnstored) await store().catch(gather);
    },
  };
};

export const createVault = (needs: VaultNeeds) => {
  const { engine, device, notices, userId } = needs;
  const copies = createVaultCopies(device, userId);
  const state = createVaultState(needs, copies);
  let restored_at: string | undefined;
  let isFirstEdition = false;
  const tellOld = async () => notices.tell(restored_at ? 'wentBack' : 'oldVault', restored_at);
  const writing = createVaultWriting(needs, state, tellOld);
  const { inOrder, uniteStored, store, gather } = writing;
  const open = createVaultOpening(needs, state, copies);

  return {
    ...createChanges(needs, state, writing),
    copies,
    /** Secrets of the invitation links that one made, by code. */
    links: readonly(state.links),
    store,
    /** A new vault in place of whatever there is; `proof` is needed to write over another one. */
    async create(isFirst: boolean, proof: object = {}) {
      if (isFirst) state.atVersion(0);
      await engine.create(await copies.seen());
      return store({ password: true, recovery: true }, { proof, tries: 1 });
    },
    /** @throws locked if it fits no slot; ENCRYPT_001 if there is none */
    async open(by: Opener): Promise<void> {
      const { identity, isOld, mustWrite } = await inOrder(() => open(by));
      isFirstEdition = identity.n === 0;
      if (isOld) await tellOld();
      await state.opened({ ...identity, isUnstored: mustWrite });
      if (mustWrite) void store().catch(gather);
    },
    /** Another device changed the vault: what it knows is known here too. */
    async reload(): Promise<void> {
      if (!(await inOrder(uniteStored))) await store();
    },
    async vaultChanged(vault_version: number): Promise<void> {
      if (vault_version === state.version()) return;
      if (!(await inOrder(uniteStored))) gather();
    },
    /** The server says when it was restored. True if this device did not know of it. */
    async serverRestored(at: string): Promise<boolean> {
      const isNews = (await copies.restoredAt()) !== at;
      if (isNews) {
        restored_at = at;
        await copies.keepRestoredAt(at);
      }
      return isNews;
    },
    ownKeyId: (): string => state.known()?.key_id ?? '',
    identity: state.known,
    /** It was opened as a build before numbers and former keys wrote it. */
    isFirstEdition: (): boolean => isFirstEdition,
  };
};

export type Vault = ReturnType<typeof createVault>;
