// Backups that are made at once, each in a scratch directory beside the others.
import { expect, test } from 'bun:test';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openScratch } from '../../../src/operator/backup/scratch';
import { scratch } from '../../support/scratch';

const PREFIX = '.chat8-backup-';

test('backups that begin and end beside each other leave each other alone', async () => {
  using place = scratch();
  const one = async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const mine = await openScratch(place.dir, PREFIX);
      await writeFile(join(mine.dir, 'copy'), 'half of it');
      await writeFile(join(mine.dir, 'copy'), 'all of it');
      expect(existsSync(join(mine.dir, 'copy'))).toBe(true);
      await mine.close();
    }
  };
  await Promise.all(Array.from({ length: 12 }, one));
  expect(readdirSync(place.dir)).toEqual([]);
});

const SLOW = `
  import { writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  const { openScratch } = await import(process.argv.at(-2));
  for (let turn = 0; turn < 40; turn += 1) {
    const mine = await openScratch(process.argv.at(-1), '${PREFIX}');
    writeFileSync(join(mine.dir, 'copy'), 'all of it');
    await mine.close();
  }
`;

test('also in processes of their own, and what a killed one left is removed', async () => {
  using place = scratch();
  const left = join(place.dir, `${PREFIX}killed`);
  mkdirSync(left);
  writeFileSync(join(left, 'held'), '');
  const module = join(import.meta.dir, '../../../src/operator/backup/scratch');
  const children = Array.from({ length: 4 }, () =>
    Bun.spawn([process.execPath, '-e', SLOW, module, place.dir], { stderr: 'pipe' }),
  );
  const told = await Promise.all(children.map(({ stderr }) => new Response(stderr).text()));
  expect(told).toEqual(['', '', '', '']);
  expect(readdirSync(place.dir)).toEqual([]);
});
