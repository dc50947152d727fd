import { expect, test } from 'bun:test';
import { newKdf } from '../../../src/web/crypto/kdf';
import { newPrivateKey, thumbprint } from '../../../src/web/crypto/keys';
import { readContent, writeContent } from '../../../src/web/crypto/vault/content';
import { uniteVaults } from '../../../src/web/crypto/vault/unite';
import type { Vault } from '../../../src/web/crypto/vault/vault';
import { newVault, withKey, withoutSlot, withPassword } from '../../../src/web/crypto/vault/vault';
import { findCurve, newSecret } from '../../../src/web/crypto/x25519';
import vectors from '../vectors/unite.json';

const curve = await findCurve();
const start = await withPassword(curve, await newVault(curve), newSecret(), newKdf());
const numbered = (vault: Vault, n: number): Vault => ({
  ...vault,
  content: { ...vault.content, n },
});

for (const { name, mine, stored, united } of vectors.cases) {
  test(`uniting: ${name}`, async () => {
    const holding = (chat8: object): Vault => ({ ...start, content: readContent({ ...chat8 }) });
    const { content } = await uniteVaults(holding(mine), holding(stored));
    const sorted = ({ gone, ...rest }: Record<string, unknown>) => ({
      ...rest,
      gone: (gone as string[]).toSorted(),
    });
    expect(sorted(writeContent(content))).toEqual(sorted(united));
  });
}

test('the keys of both are kept, and the current one is the one that came last', async () => {
  const [mineKey, storedKey] = [await newPrivateKey(curve), await newPrivateKey(curve)];
  const current = async (vault: Vault, at: number): Promise<Vault> => {
    const key_id = await thumbprint(vault.keys[0]);
    return { ...vault, content: { ...vault.content, current: { key_id, at } } };
  };
  const mine = await current(withKey(start, mineKey), 4);
  const stored = await current(withKey(start, storedKey), 3);
  for (const [one, other] of [
    [mine, stored],
    [stored, mine],
  ] as const) {
    const { keys } = await uniteVaults(one, other);
    expect(keys[0]).toEqual(mineKey);
    expect(keys.map(({ x }) => x).toSorted()).toEqual(
      [mineKey, storedKey, ...start.keys].map(({ x }) => x).toSorted(),
    );
  }
});

test('a changed password stays changed, whichever vault is the stored one', async () => {
  const changed = numbered(await withPassword(curve, start, newSecret(), newKdf()), 2);
  const touched = numbered(start, 1);
  const slot = changed.slots.get('password');
  expect((await uniteVaults(touched, changed)).slots.get('password')).toEqual(slot);
  expect((await uniteVaults(changed, touched)).slots.get('password')).toEqual(slot);
  // The one before is gone for good, even if it comes in a vault with a higher number.
  const old = numbered(start, 9);
  expect((await uniteVaults(changed, old)).slots.get('password')).toEqual(slot);
});

test('a slot that was removed does not come back with an old vault', async () => {
  const without = withoutSlot(start, 'password');
  expect((await uniteVaults(without, start)).slots.size).toBe(0);
  expect((await uniteVaults(start, without)).slots.size).toBe(0);
});
