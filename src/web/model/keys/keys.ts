// Decides which key belongs to whom: the pinned one counts, whatever key the server names.

import type { Pin } from '../../crypto/vault/content';
import type { ReadLine } from '../../crypto/vault/pin-changes';
import { isDoubted, isKnownKey, mustAsk } from '../../crypto/vault/pin-changes';
import { ApiError } from '../net/api-error';
import { readonly } from '../readonly';
import type { Offline } from '../store/offline/offline';
import type { PeerKey } from './peers';
import { createPeers } from './peers';
import type { Pins } from './pins';
import type { VaultNeeds } from './vault-sync/vault-sync';
import { createVaultSync } from './vault-sync/vault-sync';

export type { PeerKey } from './peers';

export interface PersonName {
  username: string;
  display_name: string;
}

interface Needs extends VaultNeeds {
  offline: Offline;
  /** As in the list of friends. */
  nameOf: (user_id: number) => PersonName;
}

type Peers = ReturnType<typeof createPeers>;
type PinAs = (user_id: number, key_id: string) => Promise<void>;

const changed = () => new ApiError(0, 'KEY_CHANGED');

/** Links that one followed: whose key still needs a proof, and whether a link's maker is unknown. */
const createWaiting = (vault: ReturnType<typeof createVaultSync>, pins: Pins) => {
  const followed = () => Object.values(vault.links.value).filter(({ from }) => from !== undefined);
  return {
    isWaiting: (user_id: number): boolean =>
      pins.pinOf(user_id)?.how === 'first' && followed().some(({ from }) => from === user_id),
    isLinkOpen: (): boolean => followed().some(({ from }) => from === 0),
  };
};

/** What a person decides about a key. */
const createTrust = (
  { nameOf, pins }: Needs,
  vault: ReturnType<typeof createVaultSync>,
  peers: Peers,
) => ({
  /** Accepts exactly the key that was shown, compared or proven. */
  accept: (user_id: number, key_id: string, how: 'accepted' | 'compared' | 'link') =>
    vault.pinNow(user_id, { act: 'accept', key_id, how, name: nameOf(user_id) }),
  /** A warning line about a friend was read. */
  press: (user_id: number, read: ReadLine) => vault.pinNow(user_id, { act: 'press', ...read }),
  /** A link's proof of this key arrived. It never overwrites a pin. */
  async proven(user_id: number, key_id: string, isProven: boolean, of_many = false): Promise<void> {
    const pin = pins.pinOf(user_id);
    const isFit = pin === undefined || pin.key_id === key_id;
    if (pin && pin.how !== 'first') return;
    const name = nameOf(user_id);
    if (isProven && isFit)
      await vault.pinNow(user_id, { act: 'accept', key_id, how: 'link', name, of_many });
    else await vault.pinNow(user_id, { act: 'doubt', key_id, name });
  },
  /** Whether what is written to somebody is sealed: by the pin until the server has said; null: not known. */
  isSealedFor(user_id: number): boolean | null {
    const key = peers.peerKeys.value[user_id];
    if (key === undefined) return pins.pinOf(user_id) === undefined ? null : true;
    return key !== null;
  },
  isProven: (user_id: number): boolean => (pins.pinOf(user_id)?.how ?? 'first') !== 'first',
  /**
   * Pins the key that a link names, until the inviter's proof arrives. If the server named another one
   * before, a person decides; a pin that was earned stands.
   */
  async pinFollowed(user_id: number, key_id: string): Promise<void> {
    const pin = pins.pinOf(user_id);
    if (key_id === '' || (pin && (pin.how !== 'first' || pin.key_id === key_id))) return;
    const act = pin ? 'doubt' : 'meet';
    await vault.pinNow(user_id, { act, key_id, name: nameOf(user_id) });
  },
  /** Their link proved nothing: nothing is sealed for them until a person decides. */
  async doubt(user_id: number, link_key_id?: string): Promise<void> {
    const pin = pins.pinOf(user_id);
    if (pin && pin.how !== 'first') return;
    const key_id = pin?.key_id ?? link_key_id ?? (await peers.peerKey(user_id))?.key_id;
    const name = nameOf(user_id);
    if (key_id) await vault.pinNow(user_id, { act: 'doubt', key_id, name });
  },
  /** Adds keys of messages that are older than the vault's list of former keys. */
  takeOver: (user_id: number, key_ids: string[]) =>
    vault.pinLater(user_id, { act: 'former', key_ids }),
  /** The person says that the added earlier keys are not this friend's. */
  async disown(user_id: number): Promise<void> {
    const former = pins.pinOf(user_id)?.keys.filter(({ how }) => how === 'first') ?? [];
    const key_ids = former.map(({ key_id }) => key_id);
    await vault.pinNow(user_id, { act: 'disown', key_ids });
  },
});

/** Chooses the key before anything is sealed: the pinned one, and for notes one's own. */
const createChoice = (
  pins: Pins,
  { peerKey, wasSeen }: Pick<Peers, 'peerKey' | 'wasSeen'>,
  ownKey: (user_id: number) => PeerKey | null,
  pinAs: PinAs,
  isWaiting: (user_id: number) => boolean,
) => {
  /** @throws ApiError KEY_CHANGED if a person must decide first */
  const agreed = async (user_id: number, pin: Pin, key: PeerKey): Promise<PeerKey> => {
    if (isDoubted(pin)) throw changed();
    if (key.key_id === pin.key_id) return key;
    if (mustAsk(pin) || isWaiting(user_id)) throw changed();
    await pinAs(user_id, key.key_id);
    // Meanwhile somebody may have compared the one before.
    if (pins.pinOf(user_id)?.key_id !== key.key_id) throw changed();
    return key;
  };

  return {
    /**
     * Null only for a friend who never had a key: the server's word alone never makes anything plain.
     * @throws ApiError KEY_GONE, KEY_CHANGED
     */
    async keyToSeal(user_id: number, isFresh = false): Promise<PeerKey | null> {
      const own = ownKey(user_id);
      if (own) return own;
      const pinned = pins.pinOf(user_id);
      if (pinned && isDoubted(pinned)) throw changed();
      const key = await peerKey(user_id, isFresh);
      const pin = pins.pinOf(user_id);
      if (key === null && pin && mustAsk(pin)) throw changed();
      if (key === null && (pin || wasSeen(user_id))) throw new ApiError(0, 'KEY_GONE');
      if (key === null) return null;
      if (pin === undefined) await pinAs(user_id, key.key_id);
      const now = pins.pinOf(user_id);
      return now === undefined ? key : agreed(user_id, now, key);
    },
  };
};

export const createKeys = (needs: Needs) => {
  const { pins, nameOf, userId } = needs;
  const vault = createVaultSync(needs);
  const peers = createPeers(needs);
  const { peerKeys, forgetPeers, isLearned, learnOld } = peers;
  /** Out of the vault, which no server names another for; null for anybody else. */
  const ownKey = (user_id: number): PeerKey | null => {
    const known = user_id === userId() ? vault.identity() : undefined;
    return known ? { public_key: known.public_key, key_id: known.key_id } : null;
  };
  const peerKey: Peers['peerKey'] = async (user_id, isFresh) =>
    ownKey(user_id) ?? peers.peerKey(user_id, isFresh);

  /** The server names a key other than the pinned one, or none. */
  const isKeyChanged = (user_id: number): boolean => {
    const [pin, key] = [pins.pinOf(user_id), peerKeys.value[user_id]];
    return pin !== undefined && key !== undefined && key?.key_id !== pin.key_id;
  };
  const { isWaiting, isLinkOpen } = createWaiting(vault, pins);
  /** While a link's maker is unknown, a new person's key needs a proof. */
  const pinAs = (user_id: number, key_id: string): Promise<void> => {
    const isUnproven = pins.pinOf(user_id) === undefined && isLinkOpen();
    const act = isUnproven ? 'doubt' : 'meet';
    return vault.pinLater(user_id, { act, key_id, name: nameOf(user_id) });
  };

  /** Pins the key that the server names at first contact. */
  const meet = async (user_id: number, isFresh = false): Promise<void> => {
    if (user_id === userId()) return;
    const key = await peerKey(user_id, isFresh);
    const pin = pins.pinOf(user_id);
    const isNews = key !== null && key.key_id !== pin?.key_id;
    const isNamed = (pin?.name.username ?? '') !== '';
    const isHeld = pin && (mustAsk(pin) || isWaiting(user_id)) && isNamed;
    if (key && (isNews || !isNamed) && !isHeld) {
      await pinAs(user_id, key.key_id);
    }
  };

  return {
    ...vault,
    ...createTrust(needs, vault, peers),
    ...createChoice(pins, peers, ownKey, pinAs, isWaiting),
    /** Null for a friend without a key. */
    peerKeys: readonly(peerKeys),
    peerKey,
    isKeyChanged,
    /** A person must decide before anything is sealed for this friend. */
    mustDecide(user_id: number): boolean {
      const pin = pins.pinOf(user_id);
      if (pin && isDoubted(pin)) return true;
      const isAsked = pin !== undefined && (mustAsk(pin) || isWaiting(user_id));
      return isKeyChanged(user_id) && (isAsked || peerKeys.value[user_id] === null);
    },
    isWaiting,
    /** Whether the key of a message is known to be this friend's; notes open by one's own keys alone. */
    isTheirs: (user_id: number, key_id: string): boolean =>
      user_id === userId() || isKnownKey(pins.pinOf(user_id), key_id),
    meet,
    /** The server announces a new key; it matters if this page or the vault knows one of this person. */
    async keyChanged(user_id: number): Promise<void> {
      const isKnown = peerKeys.value[user_id] !== undefined || pins.pinOf(user_id) !== undefined;
      if (isKnown) await meet(user_id, true);
    },
    forgetPeers,
    isLearned,
    learnOld,
  };
};

export type Keys = ReturnType<typeof createKeys>;
