// Whose key a call is sealed with. It is chosen once, before anything is sent, and stays for the call:
// a key that the server names in the middle of a call changes nothing.
import type { Keys, PeerKey } from '../keys/keys';
import type { Pins } from '../keys/pins';
import { ApiError } from '../net/api-error';

/**
 * Null for a friend who never had a key. A key that is new at this moment is shown to the person
 * before anybody is called by it. @throws ApiError KEY_CHANGED, KEY_GONE
 */
export const chooseKey = async (
  keys: Pick<Keys, 'keyToSeal'>,
  pins: Pick<Pins, 'pinOf'>,
  friend_id: number,
): Promise<PeerKey | null> => {
  const before = pins.pinOf(friend_id);
  const key = await keys.keyToSeal(friend_id);
  if (before && key?.key_id !== before.key_id) throw new ApiError(0, 'KEY_CHANGED');
  return key;
};
