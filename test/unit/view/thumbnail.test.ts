// What comes inside a sealed message is anyone's: previews are looked at before they are shown.
import { expect, test } from 'bun:test';
import {
  pictureThumbnail,
  readWaveform,
  writeWaveform,
} from '../../../src/web/view/message/thumbnail';
import { cleanName } from '../../../src/web/view/ui/file-name';

/** The head of a PNG (W3C, 5.2 and 11.2.1): 34 bytes that may open into a gigabyte. */
const pngOf = (width: number, height: number, bytes = 34): string => {
  const head = Buffer.alloc(bytes);
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return `data:image/png;base64,${head.toString('base64')}`;
};

test('a preview is a small raster picture, or nothing', () => {
  expect(pictureThumbnail(pngOf(64, 64))).toBe(pngOf(64, 64));
  for (const bad of [
    pngOf(65, 1),
    pngOf(1, 65),
    pngOf(16_000, 16_000),
    pngOf(8, 8, 4_097),
    'data:image/webp;base64,UklGRg==',
  ]) {
    expect(pictureThumbnail(bad)).toBeNull();
  }
  for (const bad of [
    undefined,
    '',
    'https://evil.example/pixel.png',
    'javascript:alert(1)',
    'data:image/svg+xml;base64,PHN2Zy8+',
    'data:text/html;base64,PGI+',
    'data:image/png;base64,AAAA" onerror="x',
    `data:image/png;base64,${'A'.repeat(9_000)}`,
  ]) {
    expect(pictureThumbnail(bad)).toBeNull();
  }
});

test('the shape of a voice comes back as it was heard, and a forged one does not', () => {
  const levels = Array.from({ length: 480 }, (_, at) => (at < 240 ? 0.5 : 0));
  const voice = readWaveform(writeWaveform({ duration_s: 12.34, levels }));
  expect(voice?.duration_s).toBe(12.3);
  expect(voice?.levels).toHaveLength(48);
  expect([voice?.levels[0], voice?.levels.at(-1)]).toEqual([1, 0]);
  for (const bad of ['voice:1:', 'voice:-1:AA', 'voice:999999:AA', `voice:1:${'A'.repeat(500)}`]) {
    expect(readWaveform(bad)).toBeNull();
  }
});

test('a name that reads backwards is shown as it is', () => {
  expect(cleanName('photo\u202egnp.exe')).toBe('photognp.exe');
  expect(cleanName('\u2066\u202e')).toBe('?');
  expect(cleanName('假期.png')).toBe('假期.png');
});
