import { expect, test } from 'bun:test';
import { newKdf } from '../../src/web/crypto/kdf';
import { newPrivateKey } from '../../src/web/crypto/keys';
import { mergeVaults } from '../../src/web/crypto/merge';
import { newVault, withKey, withPassword, withPin } from '../../src/web/crypto/vault';
import { findCurve, newSecret } from '../../src/web/crypto/x25519';

const curve = await findCurve();
const [old, seen] = [
  { key_id: 'old', verified: true },
  { key_id: 'new', verified: false },
];
const start = await withPassword(curve, await newVault(curve), newSecret(), newKdf());
const base = withPin(withPin(start, 2, old), 3, old);

test('keys and pins that only one device knows are united', async () => {
  const [mineKey, storedKey] = [await newPrivateKey(curve), await newPrivateKey(curve)];
  const mine = withPin(withKey(base, mineKey), 4, seen);
  const stored = withPin(withKey(base, storedKey), 5, seen);
  const merged = mergeVaults(base, mine, stored);
  expect(merged.keys).toEqual([mineKey, ...base.keys, storedKey]);
  expect([...merged.pins.keys()].sort()).toEqual(['2', '3', '4', '5']);
});

test('the current key is the one of the device that changed it', async () => {
  const fresh = await newPrivateKey(curve);
  const changed = withKey(base, fresh);
  const touched = withPin(base, 4, seen);
  expect(mergeVaults(base, touched, changed).keys).toEqual(changed.keys);
  expect(mergeVaults(base, changed, touched).keys).toEqual(changed.keys);
});

test('a pin that one device changed is not changed back by the other', () => {
  const changed = withPin(base, 2, seen);
  const touched = withPin(base, 4, seen);
  for (const [mine, stored] of [
    [changed, touched],
    [touched, changed],
  ] as const) {
    const merged = mergeVaults(base, mine, stored);
    expect(merged.pins.get('2')).toEqual(seen);
    expect(merged.pins.get('3')).toEqual(old);
    expect(merged.pins.get('4')).toEqual(seen);
  }
});

test('where both devices decided, verified counts for the same key, and mine for another', () => {
  const verified = withPin(base, 2, { key_id: 'new', verified: true });
  const other = withPin(base, 2, { key_id: 'other', verified: false });
  const unverified = withPin(base, 2, seen);
  const pinOf = (mine: typeof base, stored: typeof base) =>
    mergeVaults(base, mine, stored).pins.get('2');
  expect(pinOf(unverified, verified)).toEqual({ key_id: 'new', verified: true });
  expect(pinOf(verified, unverified)).toEqual({ key_id: 'new', verified: true });
  expect(pinOf(other, verified)).toEqual({ key_id: 'other', verified: false });
});

test('a password changed on another device stays changed', async () => {
  const changed = await withPassword(curve, base, newSecret(), newKdf());
  const touched = withPin(base, 4, seen);
  const slot = changed.slots.get('password');
  expect(mergeVaults(base, touched, changed).slots.get('password')).toEqual(slot);
  expect(mergeVaults(base, changed, touched).slots.get('password')).toEqual(slot);
});
