// Files that are read while an answer goes out, also when the process has no descriptor left.
import { expect, test } from 'bun:test';
import { openedFile } from '../../../src/platform/descriptors/opened-file';

const fault = (code: string) => Object.assign(new Error(code), { code });

async function* film() {
  yield new Uint8Array([1, 2, 3]);
}

test('a file waits for a descriptor that is free again, and for nothing else', async () => {
  let tries = 0;
  const crowded = async () => {
    tries += 1;
    if (tries === 1) throw fault('EMFILE');
    if (tries === 2) throw fault('ENFILE');
    return film();
  };
  const read = await Array.fromAsync((await openedFile('film', crowded)) ?? []);
  expect([tries, read]).toEqual([3, [new Uint8Array([1, 2, 3])]]);
  const broken = () => Promise.reject(fault('EIO'));
  expect(await openedFile('film', broken).catch((error) => error.code)).toBe('EIO');
});
