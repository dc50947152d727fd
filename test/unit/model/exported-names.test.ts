// Names of files in an export: every system stores them, and none leads out of its folder.
import { expect, test } from 'bun:test';
import { fileName, hrefOf } from '../../../src/web/model/exports/file-names';

test('a name keeps its ending and its script, and nothing that a system refuses', () => {
  expect(fileName('照片 2026.jpeg')).toBe('照片 2026.jpeg');
  expect(fileName('../../etc/passwd')).toBe('.._.._etc_passwd');
  expect(fileName('photo\u202egnp.exe')).toBe('photo_gnp.exe');
  expect(fileName('photo\u061cgnp.exe')).toBe('photo_gnp.exe');
  // As a name stands in a sentence.
  expect(fileName('\u2068سارة\u2069 (sara)')).toBe('سارة (sara)');
  expect(fileName('a<b>:"c|d?*.txt')).toBe('a_b___c_d__.txt');
  expect(fileName('ends with a dot. ')).toBe('ends with a dot');
  expect(fileName('')).toBe('_');
  expect(fileName('\ud800.png')).toBe('\ufffd.png');
  const long = fileName(`${'长'.repeat(300)}.mp4`);
  expect(long.endsWith('长.mp4')).toBe(true);
  expect(Buffer.byteLength(long)).toBeLessThan(130);
});

test('an address beside a page means the file and nothing else', () => {
  expect(hrefOf('files/3-a#b?c 100%.png')).toBe('files/3-a%23b%3Fc%20100%25.png');
});
