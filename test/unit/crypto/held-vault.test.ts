// The open vault while other things happen to it: nothing that is pinned meanwhile is lost.
import { expect, test } from 'bun:test';
import { newKdf } from '../../../src/web/crypto/kdf';
import { readContent } from '../../../src/web/crypto/vault/content';
import { createHeldVault } from '../../../src/web/crypto/vault/held-vault';
import type { Vault } from '../../../src/web/crypto/vault/vault';
import { newVault, withPassword } from '../../../src/web/crypto/vault/vault';
import { findCurve, newSecret } from '../../../src/web/crypto/x25519';
import { faultOf } from '../../support/faults';

const curve = await findCurve();
const start = await withPassword(curve, await newVault(curve), newSecret(), newKdf());
const name = { username: 'bob', display_name: '' };
const compare = { act: 'accept', how: 'compared', name } as const;

const holding = async () => {
  const held = createHeldVault(Promise.resolve(curve), async () => {});
  await held.open(start);
  return held;
};
/** Another device met carol meanwhile. */
const byAnother = async (): Promise<Vault> => {
  const other = await holding();
  await other.pin(3, { act: 'meet', key_id: 'carol’s', name });
  await other.write(undefined);
  await other.stored();
  return other.held();
};

test('of two who write at once, what is pinned while copies are united is stored by the next write', async () => {
  const stored = await byAnother();
  for (const pinFirst of [true, false]) {
    const held = await holding();
    const pin = () => held.pin(2, { ...compare, key_id: 'bob’s' });
    const unite = () => held.unite(stored);
    await Promise.all(pinFirst ? [pin(), unite()] : [unite(), pin()]);
    const { pins, isUnstored } = await held.identity();
    expect(pins[2]).toMatchObject({ key_id: 'bob’s', how: 'compared', verified: true });
    expect(pins[3]).toMatchObject({ key_id: 'carol’s', how: 'first' });
    expect(isUnstored).toBe(true);
    const { n } = await held.write(undefined);
    expect((await held.stored()).pins[2]?.at).toBe(n);
    expect((await held.identity()).isUnstored).toBe(false);
  }
});

test('what is pinned while a write is on its way stays to be stored', async () => {
  const held = await holding();
  await held.pin(2, { act: 'meet', key_id: 'bob’s', name });
  await held.write(undefined);
  await held.pin(2, { ...compare, key_id: 'bob’s' });
  const { pins, isUnstored } = await held.stored();
  expect(pins[2]?.verified).toBe(true);
  expect(isUnstored).toBe(true);
  await held.write(undefined);
  expect((await held.stored()).isUnstored).toBe(false);
});

test('a nickname is stored by the next write, also one that was given or taken away while that was on its way', async () => {
  const held = await holding();
  await held.nickname(2, 'Uncle');
  expect(await held.identity()).toMatchObject({ names: { 2: 'Uncle' }, isUnstored: true });
  const { n } = await held.write(undefined);
  await held.nickname(3, 'Aunt');
  await held.nickname(2, '');
  expect(await held.stored()).toMatchObject({ names: { 3: 'Aunt' }, isUnstored: true });
  const next = await held.write(undefined);
  expect((await held.stored()).isUnstored).toBe(false);
  const { names } = held.held().content;
  expect([next.n, names.get('2'), names.get('3')]).toEqual([
    ...[n + 1, { name: '', at: n + 1 }, { name: 'Aunt', at: n + 1 }],
  ]);
  // Another device has the older ones: what was taken away stays away.
  const other = await holding();
  await other.nickname(2, 'Uncle');
  await other.write(undefined);
  await other.stored();
  await held.unite(other.held());
  expect((await held.identity()).names).toEqual({ 3: 'Aunt' });
});

test('what is decided after a restore is later than all before, and what is stored once more is not', async () => {
  const [phone, tablet, laptop] = [await holding(), await holding(), await holding()];
  const accept = { act: 'accept', how: 'accepted', name } as const;
  for (const each of [phone, tablet]) {
    await each.pin(2, { ...accept, key_id: 'bob’s' });
    await each.nickname(2, 'Uncle');
    await each.write(undefined);
    await each.stored();
  }
  const before = (await phone.identity()).pins[2]?.at;
  // Without a line: nobody has told of the restore yet.
  await tablet.pin(2, { ...compare, key_id: 'bob’s next' });
  // The backup is from before all that.
  for (const each of [phone, laptop]) {
    each.numberAfter(1_000);
    await each.unite(start);
    await each.write(undefined);
    expect((await each.stored()).n).toBe(1_001);
  }
  const { pins, names } = phone.held().content;
  expect([pins.get('2')?.at, names.get('2')]).toEqual([before, { name: 'Uncle', at: before ?? 0 }]);
  await tablet.unite(phone.held());
  expect((await tablet.identity()).pins[2]).toMatchObject({
    key_id: 'bob’s next',
    how: 'compared',
  });
  await laptop.pin(2, { ...compare, key_id: 'bob’s last' });
  await laptop.nickname(2, 'Bob');
  for (const each of [phone, tablet]) {
    await each.unite(laptop.held());
    const { pins, names } = await each.identity();
    expect([pins[2]?.key_id, pins[2]?.how, names[2]]).toEqual(['bob’s last', 'compared', 'Bob']);
    expect(pins[2]?.disputed).toBeUndefined();
  }
});

test('what is pinned in the moment in which a write is known to be stored is seen by all, and stored next', async () => {
  const held = await holding();
  await held.pin(2, { act: 'meet', key_id: 'bob’s', name });
  await held.write(undefined);
  // The page hears of both as the answers come: the last one it hears is the newest.
  const heard: Awaited<ReturnType<typeof held.identity>>[] = [];
  const hear = async (asked: ReturnType<typeof held.identity>) => void heard.push(await asked);
  const bobby = { ...name, display_name: 'Bobby' };
  const press = { act: 'press', line: 'name', name: bobby } as const;
  await Promise.all([hear(held.stored()), hear(held.pin(2, press))]);
  expect(heard.at(-1)?.pins[2]?.name.display_name).toBe('Bobby');
  expect(heard.at(-1)?.isUnstored).toBe(true);
});

test('what changes while a write is on its way outlives the copy that was written', async () => {
  const held = await holding();
  await held.pin(2, { act: 'meet', key_id: 'bob’s', name });
  const press = (display_name: string) =>
    held.pin(2, { act: 'press', line: 'name', name: { ...name, display_name } });
  const writing = held.write(undefined);
  await press('Bobby');
  await writing;
  await held.nickname(2, 'Uncle');
  // The server tells of the write before its answer is here, and the copy is united.
  const other = await holding();
  await other.pin(2, { act: 'meet', key_id: 'bob’s', name });
  await other.nickname(2, 'Nobody');
  await other.write(undefined);
  await other.stored();
  for (const unite of [false, true]) {
    if (unite) await held.unite(other.held());
    else await held.stored();
    const { pins, names, isUnstored } = await held.identity();
    expect([pins[2]?.name.display_name, names[2], isUnstored]).toEqual(['Bobby', 'Uncle', true]);
  }
});

test('a nickname that another client keeps as a name alone is read, and is older than any other', () => {
  const { names } = readContent({ n: 3, names: { 2: 'Uncle', 3: { name: 'Aunt', at: 2 } } });
  expect(Object.fromEntries(names)).toEqual({
    2: { name: 'Uncle', at: 0 },
    3: { name: 'Aunt', at: 2 },
  });
});

test('a vault with more people than any life has is no vault', async () => {
  const pin = { key_id: 'a', verified: false, how: 'first', name, keys: [], at: 1 };
  const pins = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [at + 1, pin]));
  expect(readContent({ n: 1, pins: pins(20_000) }).pins.size).toBe(20_000);
  expect(await faultOf(async () => readContent({ n: 1, pins: pins(20_001) }))).toBe('malformed');
  const keys = Array.from({ length: 20_001 }, () => ({ key_id: 'a', how: 'first', since: 1 }));
  expect(await faultOf(async () => readContent({ pins: { 2: { ...pin, keys } } }))).toBe(
    'malformed',
  );
});
