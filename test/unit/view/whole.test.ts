// Pictures that were cut off are told from whole ones by their last bytes.
import { expect, test } from 'bun:test';
import { strip } from '../../../src/web/view/picture/strip';
import { endsWhole } from '../../../src/web/view/picture/whole';
import { apng, gif, jpeg, png, webp } from '../../support/pictures/photos';

const size = { width: 48, height: 32 };

/** Nothing follows its end. */
const bare = (file: Buffer): Buffer => Buffer.concat(strip(new Uint8Array(file))?.plain ?? []);

const isWhole = (file: Buffer): boolean => {
  const bytes = new Uint8Array(file);
  return endsWhole(bytes.subarray(0, 64), bytes.subarray(-12), bytes.length);
};

test('a picture that is cut anywhere is not whole; what follows its end does not matter to a JPEG', async () => {
  const all = [png(size), apng(size), gif(), await jpeg(size), await webp(size)].map(bare);
  for (const [at, file] of all.entries()) {
    expect([at, isWhole(file)]).toEqual([at, true]);
    for (const cut of [60, file.length >> 1, file.length - 3]) {
      expect([at, cut, isWhole(file.subarray(0, cut))]).toEqual([at, cut, false]);
    }
  }
  expect(isWhole(Buffer.concat([bare(await jpeg(size)), Buffer.from([0, 0])]))).toBe(true);
});

test('of what is no picture of a known kind nothing is said', () => {
  expect(isWhole(Buffer.from('a drawing as text'))).toBe(true);
  expect(isWhole(Buffer.alloc(0))).toBe(true);
});
