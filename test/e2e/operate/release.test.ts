// A release is not built here, for it takes a while and fetches the runtimes of other platforms;
// what tells a good file from a bad one is tried on the executable of this one.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, formatOf, TARGETS } from '../../support/build/targets';
import { executable } from '../../support/executable';

const root = join(import.meta.dir, '../../..');
const packages = join(root, 'node_modules');

test('every target has its addon in the lock file, and a name of its own', () => {
  const lock = readFileSync(join(root, 'bun.lock'), 'utf8');
  for (const { addon } of TARGETS) expect(lock).toContain(`"${addon}": ["${addon}@`);
  expect(new Set(TARGETS.map(({ name }) => name)).size).toBe(TARGETS.length);
});

test('the executable is for this platform and holds its addon; anything else would be found', () => {
  const program = readFileSync(executable());
  const installed = readdirSync(join(packages, '@node-rs'));
  const own = TARGETS.find(
    ({ os, cpu, addon }) =>
      os === process.platform &&
      cpu === process.arch &&
      installed.includes(addon.split('/')[1] ?? ''),
  );
  if (own === undefined) throw new Error('a release has no file for this platform');
  const dir = join(packages, own.addon);
  const addon = readFileSync(
    join(dir, readdirSync(dir).find((name) => name.endsWith('.node')) ?? ''),
  );
  expect(formatOf(program)).toBe(`${process.platform} ${process.arch}`);
  expect(faultsOf(program, addon, own)).toEqual([]);

  const changed = Buffer.from(addon);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(faultsOf(program, changed, own)).toEqual(['the addon is not inside']);
  for (const other of TARGETS.filter(({ name }) => name !== own.name)) {
    expect(faultsOf(program, addon, other).length).toBeGreaterThan(0);
  }
});
