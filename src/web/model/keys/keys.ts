// Whose key is whose: the pinned one is the one that counts, whatever the server names.
import { isDoubted, isKnownKey, mustAsk } from '../../crypto/vault/pins';
import type { Pin } from '../../crypto/vault/vault-content';
import { ApiError } from '../net/answer';
import { readonly } from '../readonly';
import type { PeerKey } from './peers';
import { createPeers } from './peers';
import type { Pins } from './pins';
import type { VaultNeeds } from './vault';
import { createVault } from './vault';

export type { PeerKey } from './peers';

export interface PersonName {
  username: string;
  display_name: string;
}

interface Needs extends VaultNeeds {
  /** As the list of friends has them. */
  nameOf: (user_id: number) => PersonName;
}

type Peers = ReturnType<typeof createPeers>;
type PinAs = (user_id: number, key_id: string) => Promise<void>;

const changed = () => new ApiError(0, 'KEY_CHANGED');

/** By links that one followed: whose key still waits for a proof, and whether one is nobody's yet. */
const createWaiting = (vault: ReturnType<typeof createVault>, pins: Pins) => {
  const followed = () => Object.values(vault.links.value).filter(({ from }) => from !== undefined);
  return {
    isWaiting: (user_id: number): boolean =>
      pins.pinOf(user_id)?.how === 'first' && followed().some(({ from }) => from === user_id),
    isLinkOpen: (): boolean => followed().some(({ from }) => from === 0),
  };
};

/** What a person says of a key, by a press. */
const createTrust = (
  { nameOf, pins }: Needs,
  vault: ReturnType<typeof createVault>,
  peers: Peers,
) => ({
  /** This key and no other: the one that was shown, compared, or proven. */
  accept: (user_id: number, key_id: string, how: 'accepted' | 'compared' | 'link') =>
    vault.pinNow(user_id, { act: 'accept', key_id, how, name: nameOf(user_id) }),
  /** The lines about a friend were read. */
  press: (user_id: number) => vault.pinNow(user_id, { act: 'press', name: nameOf(user_id) }),
  /** A link's proof came for this key. It overwrites no pin. */
  async proven(user_id: number, key_id: string, isProven: boolean): Promise<void> {
    const pin = pins.pinOf(user_id);
    const isFit = pin === undefined || pin.key_id === key_id;
    if (pin && pin.how !== 'first') return;
    const name = nameOf(user_id);
    if (isProven && isFit)
      await vault.pinNow(user_id, { act: 'accept', key_id, how: 'link', name });
    else await vault.pinNow(user_id, { act: 'doubt', key_id, name });
  },
  isProven: (user_id: number): boolean => (pins.pinOf(user_id)?.how ?? 'first') !== 'first',
  /** As a link says it; it waits for the inviter's proof. */
  async pinFollowed(user_id: number, key_id: string): Promise<void> {
    if (pins.pinOf(user_id) !== undefined) return;
    await vault.pinNow(user_id, { act: 'meet', key_id, name: nameOf(user_id) });
  },
  /** Their link proved nothing: nothing is sealed for them before a person decides. */
  async doubt(user_id: number): Promise<void> {
    const pin = pins.pinOf(user_id);
    if (pin && pin.how !== 'first') return;
    const key_id = pin?.key_id ?? (await peers.peerKey(user_id))?.key_id;
    const name = nameOf(user_id);
    if (key_id) await vault.pinNow(user_id, { act: 'doubt', key_id, name });
  },
  /** Keys of messages that were there before the vault knew of former keys. */
  takeOver: (user_id: number, key_ids: string[]) =>
    vault.pinLater(user_id, { act: 'former', key_ids }),
  /** The earlier keys that were taken over are not this friend's. */
  async disown(user_id: number): Promise<void> {
    const former = pins.pinOf(user_id)?.keys.filter(({ how }) => how === 'first') ?? [];
    const key_ids = former.map(({ key_id }) => key_id);
    await vault.pinNow(user_id, { act: 'disown', key_ids });
  },
});

/** The key to seal with, chosen before anything is sealed: the pinned one. */
const createChoice = (
  pins: Pins,
  { peerKey, wasSeen }: Peers,
  pinAs: PinAs,
  isWaiting: (user_id: number) => boolean,
) => {
  /** @throws ApiError KEY_CHANGED if a person has to decide first */
  const agreed = async (user_id: number, pin: Pin, key: PeerKey): Promise<PeerKey> => {
    if (isDoubted(pin)) throw changed();
    if (key.key_id === pin.key_id) return key;
    if (mustAsk(pin) || isWaiting(user_id)) throw changed();
    await pinAs(user_id, key.key_id);
    return key;
  };

  return {
    /**
     * Null only for a friend who was never seen with a key: nothing falls back to plain because
     * the server says so.
     * @throws ApiError KEY_GONE, KEY_CHANGED
     */
    async keyToSeal(user_id: number, isFresh = false): Promise<PeerKey | null> {
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
  const { pins, nameOf } = needs;
  const vault = createVault(needs);
  const peers = createPeers(needs);
  const { peerKeys, peerKey, forgetPeers, learnOld } = peers;

  /** The server names another key than the pinned one, or none. */
  const isKeyChanged = (user_id: number): boolean => {
    const [pin, key] = [pins.pinOf(user_id), peerKeys.value[user_id]];
    return pin !== undefined && key !== undefined && key?.key_id !== pin.key_id;
  };
  const { isWaiting, isLinkOpen } = createWaiting(vault, pins);
  /** Whoever may be the inviter of a link that is nobody's yet is not simply believed. */
  const pinAs = (user_id: number, key_id: string): Promise<void> => {
    const isUnproven = pins.pinOf(user_id) === undefined && isLinkOpen();
    const act = isUnproven ? 'doubt' : 'meet';
    return vault.pinLater(user_id, { act, key_id, name: nameOf(user_id) });
  };

  /** First contact trusts the server's word; from then on the key is known. */
  const meet = async (user_id: number, isFresh = false): Promise<void> => {
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
    ...createChoice(pins, peers, pinAs, isWaiting),
    /** Null for a friend without a key. */
    peerKeys: readonly(peerKeys),
    peerKey,
    isKeyChanged,
    /** A person has to decide before anything is sealed for this friend. */
    mustDecide(user_id: number): boolean {
      const pin = pins.pinOf(user_id);
      if (pin && isDoubted(pin)) return true;
      const isAsked = pin !== undefined && (mustAsk(pin) || isWaiting(user_id));
      return isKeyChanged(user_id) && (isAsked || peerKeys.value[user_id] === null);
    },
    isWaiting,
    /** The key of a message is one that is known as this friend's. */
    isTheirs: (user_id: number, key_id: string): boolean => isKnownKey(pins.pinOf(user_id), key_id),
    meet,
    /** The server tells of a new key of a friend whose key was asked for before. */
    async keyChanged(user_id: number): Promise<void> {
      if (peerKeys.value[user_id] !== undefined) await meet(user_id, true);
    },
    forgetPeers,
    learnOld,
  };
};

export type Keys = ReturnType<typeof createKeys>;
