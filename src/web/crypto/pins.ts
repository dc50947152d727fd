// What becomes of a pin, by meaning: somebody is met, a key is compared, accepted, proven by a
// link, or changed under somebody who was only met. The server's word alone verifies nothing.
import type { How, Pin, PinnedKey } from './vault-content';
import { pinned } from './vault-content';

export interface PinName {
  username: string;
  display_name: string;
}

/** The first key of somebody, under the name that they had then. */
export const firstPin = (key_id: string, name: PinName, how: How = 'first'): Pin =>
  pinned({ key_id, name, keys: [], at: 0 }, how);

/** The keys under which messages are this person's own. */
export const isKnownKey = (pin: Pin | undefined, key_id: string): boolean =>
  pin !== undefined && (pin.key_id === key_id || pin.keys.some((key) => key.key_id === key_id));

/** Another key than the pinned one needs a person's press: they were compared, or came by a link. */
export const mustAsk = (pin: Pin): boolean => pin.how !== 'first' || pin.disputed !== undefined;

/** With another key in its place; the one before stays known. */
export function withKeyOf(pin: Pin, key_id: string, how: How, n: number): Pin {
  const { disputed: _, ...settled } = pin;
  if (pin.key_id === key_id) return pinned(settled, how);
  const before: PinnedKey = { key_id: pin.key_id, how: pin.how, since: pin.at };
  const keys = [...pin.keys, before].filter((key) => key.key_id !== key_id);
  return pinned({ ...settled, key_id, keys, at: n }, how);
}

/** With former keys taken over as this person's: those of messages that were already there. */
export function withFormerKeys(pin: Pin, key_ids: string[], n: number): Pin {
  const fresh = key_ids.filter((key_id) => !isKnownKey(pin, key_id));
  const keys = fresh.map((key_id): PinnedKey => ({ key_id, how: 'first', since: n }));
  return { ...pin, keys: [...pin.keys, ...keys] };
}
