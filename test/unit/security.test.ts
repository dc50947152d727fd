import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
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
