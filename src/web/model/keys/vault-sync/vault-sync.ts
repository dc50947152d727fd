// Keeps the open vault (crypto/vault) and the server's copy of it the same: each write names the
// version that it replaces, unites with what another device wrote meanwhile, and never brings an
// older vault back.
import type { Identity, Opener } from '../../../crypto/engine';
import type { PinChange } from '../../../crypto/vault/pin-changes';
import { isRefusal } from '../../net/api-error';
import { readonly } from '../../readonly';
import { EngineFault } from '../engine-client';
import type { KeptCopy } from './kept-copy';
import { createKeptCopy } from './kept-copy';
import { createVaultOpening } from './opening';
import { createRestore } from './restore';
import type { VaultNeeds, VaultState } from './state';
import { createVaultState, missingVault } from './state';
import type { VaultWriting } from './writing';
import { createVaultWriting } from './writing';

export type { VaultNeeds } from './state';

const createChanges = (needs: VaultNeeds, state: VaultState, { store, gather }: VaultWriting) => {
  const { engine } = needs;
  const pin = async (user_id: number, change: PinChange): Promise<void> => {
    await state.opened(await engine.pin(user_id, change));
  };
  return {
    /** An automatic change: in effect at once, and stored with the next write. */
    async pinLater(user_id: number, change: PinChange): Promise<void> {
      await pin(user_id, change);
      if (state.known()?.isUnstored) gather();
    },
    /** What only this person calls somebody; '' takes it away. */
    async setNickname(user_id: number, name: string): Promise<void> {
      await state.opened(await engine.nickname(user_id, name));
      if (state.known()?.isUnstored) await store().catch(gather);
    },
    /** A person's change: stored now, or as soon as there is a connection. */
    async pinNow(user_id: number, change: PinChange): Promise<void> {
      await pin(user_id, change);
      if (state.known()?.isUnstored) await store().catch(gather);
    },
  };
};

/** The copy of this device, where the server's is one that it does not open. */
const createOwnCopy = (
  { engine, notices }: VaultNeeds,
  state: VaultState,
  { kept, deviceKey }: KeptCopy,
) => ({
  async hasOwnCopy(): Promise<boolean> {
    const [copy, device] = [await kept(), await deviceKey()];
    return copy !== undefined && device !== undefined && engine.canOpen(copy.text, { device });
  },
  /**
   * A person goes on with it. It is written over nothing: only what unites with it, once the server
   * gives that again. @throws locked
   */
  async openOwnCopy(): Promise<void> {
    const [copy, device] = [await kept(), await deviceKey()];
    if (copy === undefined || device === undefined) throw new EngineFault('locked', null);
    const identity = await engine.open(copy.text, { device });
    state.atVersion(0);
    await state.opened({ ...identity, isUnstored: copy.isUnstored });
    notices.tell('foreignVault');
  },
});

const createNew = (
  { engine }: VaultNeeds,
  state: VaultState,
  { seen }: KeptCopy,
  { store }: VaultWriting,
) => ({
  /**
   * Replaces any vault with a new one; `proof` is needed if there is another one. The first one is
   * made by itself only where none was known. @throws missing_vault
   */
  async create(isFirst: boolean, proof: object = {}) {
    const known = await seen();
    if (isFirst && known > 0) throw missingVault();
    if (isFirst) state.atVersion(0);
    await engine.create(known);
    return store({ password: true, recovery: true }, { proof, tries: 1 });
  },
});

/** The copy that this device keeps, before there is a connection. */
const createKeptOpening = (
  { engine }: VaultNeeds,
  state: VaultState,
  copies: KeptCopy,
  { inOrder, uniteStored, store, gather }: VaultWriting,
) => ({
  /**
   * By the copy on this device, without the server; `catchUp` follows when there is a connection.
   * @throws locked if no slot fits, or there is no copy
   */
  async openKept(by: Opener): Promise<Identity> {
    const kept = await copies.kept();
    if (kept === undefined) throw new EngineFault('locked', null);
    const identity = await inOrder(async () => {
      const key = await copies.deviceKey();
      if (key) await engine.useDevice(key);
      return engine.open(kept.text, by);
    });
    state.took({ ...identity, isUnstored: kept.isUnstored });
    return identity;
  },
  /** Merges what the server has, and stores what only this device had. @throws ApiError, EngineFault */
  async catchUp(): Promise<void> {
    if (!(await inOrder(uniteStored))) void store().catch(gather);
  },
});

export const createVaultSync = (needs: VaultNeeds) => {
  const { engine, clock, device, notices, userId } = needs;
  const copies = createKeptCopy(device, userId);
  const state = createVaultState(needs, copies);
  let isFirstEdition = false;
  const restore = createRestore(notices, copies);
  const writing = createVaultWriting(needs, state, restore);
  const { inOrder, uniteStored, store, gather } = writing;
  const open = createVaultOpening(needs, state, copies);
  const kept = createKeptOpening(needs, state, copies, writing);

  return {
    ...createChanges(needs, state, writing),
    ...createOwnCopy(needs, state, copies),
    ...createNew(needs, state, copies, writing),
    copies,
    /** Secrets of the invitation links that this person made, by code. */
    links: readonly(state.links),
    /** What only this person calls others, by user id. */
    nicknames: readonly(state.names),
    store,
    /** @throws locked if no slot fits; ENCRYPT_001 if there is no vault */
    async open(by: Opener): Promise<void> {
      const newestStored = restore.begin();
      const { identity, isOld, mustWrite } = await inOrder(() => open(by));
      isFirstEdition = identity.n === 0;
      if (isOld) restore.tellOld();
      else await newestStored();
      await state.opened({ ...identity, isUnstored: mustWrite });
      if (mustWrite) void store().catch(gather);
    },
    /** False if the server has none of this person. @throws ApiError */
    isStored: (): Promise<boolean> =>
      state.stored().then(
        () => true,
        (error) => {
          if (isRefusal(error, 'noKey')) return false;
          throw error;
        },
      ),
    catchUp: kept.catchUp,
    async openKept(by: Opener): Promise<void> {
      isFirstEdition = (await kept.openKept(by)).n === 0;
    },
    /** Another device changed the vault: merges its changes. */
    async reload(): Promise<void> {
      if (!(await inOrder(uniteStored))) await store();
    },
    async vaultChanged(vault_version: number): Promise<void> {
      if (vault_version === state.version()) return;
      if (!(await inOrder(uniteStored))) gather();
    },
    /**
     * The server went back, and its vault with it. What is decided now is later than what a device that
     * is away decided before, whatever number that has: as no vault is written once a millisecond, the
     * time of the restore is higher. A time that is still to come would be of no use for the next one.
     */
    async serverRestored(at: string): Promise<void> {
      await engine.numberAfter(Math.min(Date.parse(at), clock.now()));
      await restore.heard(at);
    },
    ownKeyId: (): string => state.known()?.key_id ?? '',
    identity: state.known,
    /** It was opened as a vault of the first version, without number and former keys. */
    isFirstEdition: (): boolean => isFirstEdition,
  };
};
