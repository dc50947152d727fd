// What the program is made of is said whole: each library that is bundled, with its licence.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json';
import { LIBRARIES } from '../../../src/web/view/settings/licences';

const licenceOf = (name: string): string =>
  JSON.parse(
    readFileSync(join(import.meta.dir, '../../../node_modules', name, 'package.json'), 'utf8'),
  ).license;

test('every library of the program is named, with the licence that it has', () => {
  const named = LIBRARIES.map(([name]) => name);
  expect(Object.keys(manifest.dependencies).filter((name) => !named.includes(name))).toEqual([]);
  const wrong = LIBRARIES.filter(([name, licence]) => licenceOf(name) !== licence);
  expect(wrong).toEqual([]);
});
