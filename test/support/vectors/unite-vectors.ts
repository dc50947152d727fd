// Wrote test/unit/vectors/unite.json, once; `bun test/support/vectors/unite-vectors.ts` prints it again.
// What two vaults of one person become, as any client may check it: only the member `chat8`.
const A = 'A'.repeat(43);
const B = 'B'.repeat(43);
const C = 'C'.repeat(43);
const vaultKey = (letter: string) => `${letter.repeat(42)}A`;
const called = { username: 'bob', display_name: '' };

type How = 'compared' | 'link' | 'accepted' | 'first';
const pin = (key_id: string, how: How, at: number, keys: object[] = []) => ({
  key_id,
  how,
  verified: how === 'compared',
  name: called,
  keys,
  at,
});
const former = (key_id: string, how: How, since: number) => ({ key_id, how, since });
const chat8 = (n: number, more: object = {}) => ({
  n,
  vault_key: vaultKey('s'),
  pins: {},
  gone: [],
  devices: {},
  links: {},
  ...more,
});

const cases = [
  {
    name: 'n is the higher one and one more, the vault_key is the stored one',
    mine: chat8(7, { vault_key: vaultKey('m') }),
    stored: chat8(5),
    united: chat8(8),
  },
  {
    name: 'a pin that only one of them knows stays',
    mine: chat8(3, { pins: { 2: pin(A, 'first', 3) } }),
    stored: chat8(3, { pins: { 3: pin(B, 'compared', 2) } }),
    united: chat8(4, { pins: { 2: pin(A, 'first', 3), 3: pin(B, 'compared', 2) } }),
  },
  {
    name: 'of two pins the one with the higher at counts, and the other key stays known',
    mine: chat8(9, { pins: { 2: pin(A, 'first', 4) } }),
    stored: chat8(8, { pins: { 2: pin(B, 'accepted', 6) } }),
    united: chat8(10, { pins: { 2: pin(B, 'accepted', 6, [former(A, 'first', 4)]) } }),
  },
  {
    name: 'two keys pinned at the same at are disputed',
    mine: chat8(5, { pins: { 2: pin(A, 'accepted', 5) } }),
    stored: chat8(5, { pins: { 2: pin(B, 'accepted', 5) } }),
    united: chat8(6, {
      pins: { 2: { ...pin(B, 'accepted', 5, [former(A, 'accepted', 5)]), disputed: [A, B] } },
    }),
  },
  {
    name: 'what a device did by itself undoes no comparison, whatever its at',
    mine: chat8(9, { pins: { 2: pin(B, 'first', 9) } }),
    stored: chat8(8, { pins: { 2: pin(A, 'compared', 4) } }),
    united: chat8(10, { pins: { 2: pin(A, 'compared', 4, [former(B, 'first', 9)]) } }),
  },
  {
    name: 'a person who no longer counts a key as compared is heard',
    mine: chat8(9, { pins: { 2: pin(A, 'accepted', 9) } }),
    stored: chat8(8, { pins: { 2: pin(A, 'compared', 4) } }),
    united: chat8(10, { pins: { 2: pin(A, 'accepted', 9) } }),
  },
  {
    name: 'the same key keeps the better reason',
    mine: chat8(9, { pins: { 2: pin(A, 'first', 9) } }),
    stored: chat8(8, { pins: { 2: pin(A, 'link', 4) } }),
    united: chat8(10, { pins: { 2: pin(A, 'link', 9) } }),
  },
  {
    name: 'the keys of a pin are united, each since it was first known',
    mine: chat8(4, { pins: { 2: pin(C, 'first', 4, [former(A, 'first', 1)]) } }),
    stored: chat8(4, {
      pins: { 2: pin(C, 'first', 4, [former(B, 'compared', 2), former(A, 'first', 3)]) },
    }),
    united: chat8(5, {
      pins: { 2: pin(C, 'first', 4, [former(B, 'compared', 2), former(A, 'first', 1)]) },
    }),
  },
  {
    name: 'gone and links are united, and of two currents the one with the higher at counts',
    mine: chat8(6, {
      gone: [vaultKey('x')],
      links: { CODE: { secret: `${'l'.repeat(21)}A`, until: 1 } },
      current: { key_id: A, at: 2 },
    }),
    stored: chat8(6, {
      gone: [vaultKey('y')],
      links: { OTHER: { secret: `${'k'.repeat(21)}A`, until: 2 } },
      current: { key_id: B, at: 5 },
    }),
    united: chat8(7, {
      gone: [vaultKey('x'), vaultKey('y')],
      links: {
        CODE: { secret: `${'l'.repeat(21)}A`, until: 1 },
        OTHER: { secret: `${'k'.repeat(21)}A`, until: 2 },
      },
      current: { key_id: B, at: 5 },
    }),
  },
  {
    name: 'of two nicknames the later one counts, and one that was taken away later is none',
    mine: chat8(6, { names: { 2: { name: 'Uncle', at: 5 }, 3: { name: 'Aunt', at: 2 } } }),
    stored: chat8(6, {
      names: { 2: { name: 'Bob', at: 4 }, 3: { name: '', at: 6 }, 4: { name: 'Dave', at: 1 } },
    }),
    united: chat8(7, {
      names: {
        2: { name: 'Uncle', at: 5 },
        3: { name: '', at: 6 },
        4: { name: 'Dave', at: 1 },
      },
    }),
  },
  {
    name: 'of unknown members the stored ones count, else mine',
    mine: chat8(2, { later: 'mine', mine: true }),
    stored: chat8(2, { later: 'stored' }),
    united: chat8(3, { later: 'stored', mine: true }),
  },
  {
    name: 'a vault of the first edition counts as the oldest of all',
    mine: { pins: { 2: { key_id: A, verified: true }, 3: { key_id: B, verified: false } } },
    stored: chat8(1, { pins: { 3: pin(C, 'first', 1) } }),
    united: chat8(2, {
      pins: {
        2: { ...pin(A, 'compared', 0), name: { username: '', display_name: '' } },
        3: pin(C, 'first', 1, [former(B, 'first', 0)]),
      },
    }),
  },
];
process.stdout.write(`${JSON.stringify({ cases }, null, 2)}\n`);
