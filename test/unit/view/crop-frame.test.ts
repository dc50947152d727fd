// The square that becomes an avatar is always filled by the picture.
import { expect, test } from 'bun:test';
import { centred, frame_px, moved, zoomed } from '../../../src/web/view/settings/crop-frame';

const wide = { width: 2_000, height: 1_000 };

test('a picture moves only as far as it reaches beyond the square', () => {
  const start = centred(wide);
  expect(start).toEqual({ zoom: 1, x: 0, y: 0 });
  // Twice as wide as high: half a square to either side, and nothing up or down.
  expect(moved(wide, start, 10_000, 10_000)).toEqual({ zoom: 1, x: frame_px / 2, y: 0 });
  expect(moved(wide, start, -10_000, -10_000)).toEqual({ zoom: 1, x: -frame_px / 2, y: 0 });
});

test('zooming keeps the middle, and out again brings no edge inside', () => {
  const near = zoomed(wide, moved(wide, centred(wide), 100, 0), 2);
  expect(near).toEqual({ zoom: 2, x: 200, y: 0 });
  const corner = moved(wide, near, 10_000, 10_000);
  expect(corner).toEqual({ zoom: 2, x: (4 * frame_px - frame_px) / 2, y: frame_px / 2 });
  expect(zoomed(wide, corner, 1)).toEqual({ zoom: 1, x: frame_px / 2, y: 0 });
});
