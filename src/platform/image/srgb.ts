// From the colours of a profile to those of sRGB (IEC 61966-2-1), which is what a picture without
// a profile is taken for.
import type { Profile } from './profile';

/** XYZ (D50) to light of sRGB's red, green and blue: its primaries adapted by Bradford, inverted. */
const FROM_XYZ = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

const steps = 4_095;

/** Light (0…1, in steps) to eight bits. */
const ENCODED = Uint8Array.from({ length: steps + 1 }, (_, step) => {
  const light = step / steps;
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * value);
});

const encode = (light: number) => ENCODED[Math.round(Math.min(1, Math.max(0, light)) * steps)] ?? 0;

/** Changes the pixels (RGBA of 8 bits) in place; alpha stays. What sRGB can't show is cut. */
export const toSrgb = (pixels: Buffer, { curves, matrix }: Profile): void => {
  const [toRed, toGreen, toBlue] = curves.map((curve) =>
    Float64Array.from({ length: 256 }, (_, value) => curve(value / 255)),
  ) as [Float64Array, Float64Array, Float64Array];
  const cell = (row: number, column: number) =>
    [0, 1, 2].reduce(
      (sum, k) => sum + (FROM_XYZ[row]?.[k] ?? 0) * (matrix[k * 3 + column] ?? 0),
      0,
    );
  const rows = [0, 1, 2].map((row) => [cell(row, 0), cell(row, 1), cell(row, 2)]);
  for (let at = 0; at < pixels.length; at += 4) {
    const red = toRed[pixels[at] ?? 0] ?? 0;
    const green = toGreen[pixels[at + 1] ?? 0] ?? 0;
    const blue = toBlue[pixels[at + 2] ?? 0] ?? 0;
    for (let row = 0; row < 3; row += 1) {
      const [r = 0, g = 0, b = 0] = rows[row] ?? [];
      pixels[at + row] = encode(r * red + g * green + b * blue);
    }
  }
};
