// What the colours of a PNG mean if no ICC profile says it (W3C, third edition, 4.3): `cICP` (11.3.2.6),
// which counts before any profile; else, without `iCCP` and `sRGB`, `gAMA` and `cHRM`.
import type { Chunk } from './png';
import type { Profile } from './profile';

type Curve = (value: number) => number;
type Row = [number, number, number];
/** x and y (CIE 1931) of white, red, green and blue. */
type Primaries = [number, number, number, number, number, number, number, number];

const D65: [number, number] = [0.3127, 0.329];
const SRGB: Primaries = [...D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];

/** ITU-T H.273, table 2; 2 says nothing. */
const PRIMARIES: Record<number, Primaries> = {
  1: SRGB,
  4: [0.31, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08],
  5: [...D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06],
  6: [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
  7: [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
  9: [...D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
  11: [0.314, 0.351, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  12: [...D65, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
};

const power =
  (exponent: number): Curve =>
  (value) =>
    value ** exponent;
const srgb: Curve = (value) =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
/** What a camera of BT.709 and BT.2020 writes. */
const camera: Curve = (value) =>
  value < 0.081 ? value / 4.5 : ((value + 0.099) / 1.099) ** (1 / 0.45);

/** White of what is no light source, in nits and as a signal (ITU-R BT.2408, 2.1): brighter is cut. */
const white_nits = 203;
const white_signal = 0.75;
/** SMPTE ST 2084: light of up to 10,000 nits. */
const perceptual: Curve = (value) => {
  const root = value ** (1 / 78.84375);
  const light = Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root);
  return (light ** (1 / 0.1593017578125) * 10_000) / white_nits;
};
/** ARIB STD-B67, inverted. */
const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
const sceneLight: Curve = (value) =>
  value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - c) / a) + b) / 12;
const hybrid: Curve = (value) => sceneLight(value) / sceneLight(white_signal);

/** ITU-T H.273, table 3. */
const TRANSFERS: Record<number, Curve> = {
  1: camera,
  4: power(2.2),
  5: power(2.8),
  6: camera,
  8: power(1),
  13: srgb,
  14: camera,
  15: camera,
  16: perceptual,
  18: hybrid,
};

const inverse = ([[p, q, r], [s, t, u], [v, w, x]]: [Row, Row, Row]): [Row, Row, Row] => {
  const by = p * (t * x - u * w) - q * (s * x - u * v) + r * (s * w - t * v);
  const cells = (row: Row): Row => row.map((cell) => cell / by) as Row;
  return [
    cells([t * x - u * w, r * w - q * x, q * u - r * t]),
    cells([u * v - s * x, p * x - r * v, r * s - p * u]),
    cells([s * w - t * v, q * v - p * w, p * t - q * s]),
  ];
};

const times = (rows: [Row, Row, Row], by: Row): Row =>
  rows.map(([x, y, z]) => x * by[0] + y * by[1] + z * by[2]) as Row;

const toXyz = (x: number, y: number): Row => [x / y, 1, (1 - x - y) / y];

const D50: Row = [0.9642, 1, 0.8249];
/** How eyes that are used to one white see another (Bradford). */
const CONES: [Row, Row, Row] = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** By rows: light of red, green and blue to XYZ (D50). */
const matrixOf = (xy: Primaries): number[] => {
  const white = toXyz(xy[0], xy[1]);
  const columns = [toXyz(xy[2], xy[3]), toXyz(xy[4], xy[5]), toXyz(xy[6], xy[7])];
  const row = (k: 0 | 1 | 2) => columns.map((column) => column[k]) as Row;
  const rows: [Row, Row, Row] = [row(0), row(1), row(2)];
  const sums = times(inverse(rows), white);
  const [own, wanted] = [times(CONES, white), times(CONES, D50)];
  const adapted = columns.map((column, k) => {
    const seen = times(CONES, column.map((part) => part * (sums[k] ?? 0)) as Row);
    const scaled = seen.map((cone, i) => (cone * (wanted[i] ?? 0)) / (own[i] ?? 1)) as Row;
    return times(inverse(CONES), scaled);
  });
  return [0, 1, 2].flatMap((k) => adapted.map((column) => column[k] ?? 0));
};

const profileOf = (primaries: Primaries, curve: Curve): Profile | undefined => {
  const matrix = matrixOf(primaries);
  if (!matrix.every(Number.isFinite)) return undefined;
  return { curves: [curve, curve, curve], matrix };
};

/** Coded as films are: black is 16, white 235. */
const narrow =
  (curve: Curve): Curve =>
  (value) =>
    curve(Math.min(1, Math.max(0, (value * 255 - 16) / 219)));

/** The colours that all others are changed into: nothing is to be done. */
const isSrgb = (primaries: Primaries, curve: Curve): boolean => {
  const isSame = primaries.every((part, k) => Math.abs(part - (SRGB[k] ?? 0)) < 0.002);
  return isSame && curve === srgb;
};

const unlessSrgb = (primaries: Primaries, curve: Curve) =>
  isSrgb(primaries, curve) ? undefined : profileOf(primaries, curve);

const scale = 100_000;
/** What programs write for sRGB, whose curve is nearly that: 1/2.2. */
const isNearSrgb = (gamma: number) => gamma > 0.43 && gamma < 0.48;

/** Undefined: as a profile says, or sRGB. */
export const coloursOfPng = (chunks: readonly Chunk[]): Profile | undefined => {
  const named = (wanted: string, bytes: number) =>
    chunks.find(({ name, data }) => name === wanted && data.length >= bytes)?.data;
  const coded = named('cICP', 4);
  if (coded !== undefined) {
    const [primaries, curve] = [PRIMARIES[coded[0] ?? 0], TRANSFERS[coded[1] ?? 0]];
    // One that nobody here knows, or nothing at all, leaves the word to the others.
    if (primaries !== undefined && curve !== undefined && coded[2] === 0) {
      // A profile that would be read instead is not to count.
      if (isSrgb(primaries, curve) && coded[3] === 1) return profileOf(SRGB, srgb);
      return profileOf(primaries, coded[3] === 1 ? curve : narrow(curve));
    }
  }
  if (named('iCCP', 0) || named('sRGB', 0)) return undefined;
  const [gamma, places] = [(named('gAMA', 4)?.readUInt32BE() ?? 0) / scale, named('cHRM', 32)];
  if (gamma === 0 && places === undefined) return undefined;
  const primaries = places
    ? (Array.from({ length: 8 }, (_, k) => places.readUInt32BE(k * 4) / scale) as Primaries)
    : SRGB;
  return unlessSrgb(primaries, gamma === 0 || isNearSrgb(gamma) ? srgb : power(1 / gamma));
};
