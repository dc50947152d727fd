// What the pages for people say of the tests is so.
import { expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dir, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('each promise of SECURITY.md points to a test that there is', () => {
  const page = read('.github/SECURITY.md');
  const promises = page.split('\n').filter((line) => line.startsWith('- **'));
  const pointers = [...page.matchAll(/`(test\/\S+\.ts)`: “([^”]+)”/g)];
  expect(pointers.length).toBeGreaterThanOrEqual(promises.length);
  for (const [, path = '', title = ''] of pointers) expect(read(path)).toContain(`'${title}'`);
});

test('what README.md and BENCHMARKS.md name of the tests is there', () => {
  for (const page of ['README.md', '.github/BENCHMARKS.md']) {
    const named = read(page).match(/\btest\/[\w/-]+(\.test)?(\.ts)?/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    const ways = (path: string) =>
      [path, `${path}.ts`, `${path}.test.ts`].map((way) => join(root, way));
    expect(named.filter((path) => !ways(path).some((way) => existsSync(way)))).toEqual([]);
  }
});
