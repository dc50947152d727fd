// Colour profiles (ICC.1:2022) of the kind that cameras, phones and screens have: a curve for each
// colour and a matrix (8.3.3), or one curve for grey. Tables of colours are for printers.

/** `curves` turn 0…1 of red, green and blue into light; `matrix`, by rows, that into XYZ (D50). */
export interface Profile {
  curves: [Curve, Curve, Curve];
  matrix: number[];
}

type Curve = (value: number) => number;

/** D50, in which profiles speak (7.2.16). */
const WHITE = [0.9642, 1, 0.8249];

const s15Fixed16 = (data: Buffer, at: number) => data.readInt32BE(at) / 65_536;

/** curveType (10.6): nothing, a power, or a table. */
const toTable = (data: Buffer): Curve => {
  const count = data.readUInt32BE(8);
  if (count === 0) return (value) => value;
  if (count === 1) return (value) => value ** (data.readUInt16BE(12) / 256);
  const table = Array.from({ length: count }, (_, i) => data.readUInt16BE(12 + i * 2) / 65_535);
  return (value) => {
    const at = value * (count - 1);
    const low = Math.min(count - 2, Math.floor(at));
    const [a = 0, b = 0] = [table[low], table[low + 1]];
    return a + (b - a) * (at - low);
  };
};

const PARAMETERS = [1, 3, 4, 5, 7];

/** parametricCurveType (10.18): a power above a limit, a line below. */
const toFormula = (data: Buffer): Curve => {
  const kind = data.readUInt16BE(8);
  const count = PARAMETERS[kind];
  if (count === undefined) throw new RangeError('no such curve');
  const read = Array.from({ length: count }, (_, index) => s15Fixed16(data, 12 + index * 4));
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = read;
  if (kind === 0) return (x) => x ** g;
  const above = (x: number) => Math.max(0, a * x + b) ** g;
  if (kind === 1) return (x) => (x >= -b / a ? above(x) : 0);
  if (kind === 2) return (x) => (x >= -b / a ? above(x) : 0) + c;
  return (x) => (x >= d ? above(x) + e : c * x + f);
};

const toCurve = (data: Buffer): Curve => {
  const type = data.toString('latin1', 0, 4);
  if (type === 'curv') return toTable(data);
  if (type === 'para') return toFormula(data);
  throw new RangeError('no such curve');
};

const read = (icc: Buffer): Profile => {
  const tags = new Map<string, Buffer>();
  const count = Math.min(100, icc.readUInt32BE(128));
  for (let index = 0; index < count; index += 1) {
    const at = 132 + index * 12;
    const start = icc.readUInt32BE(at + 4);
    const data = icc.subarray(start, start + icc.readUInt32BE(at + 8));
    tags.set(icc.toString('latin1', at, at + 4), data);
  }
  const tag = (name: string) => {
    const data = tags.get(name);
    if (data === undefined) throw new RangeError(`no ${name}`);
    return data;
  };
  const space = icc.toString('latin1', 16, 20);
  if (space === 'GRAY') {
    const curve = toCurve(tag('kTRC'));
    const third = (row: number) => [1, 1, 1].map(() => (WHITE[row] ?? 0) / 3);
    return { curves: [curve, curve, curve], matrix: [third(0), third(1), third(2)].flat() };
  }
  if (space !== 'RGB ' || icc.toString('latin1', 20, 24) !== 'XYZ ') {
    throw new RangeError('neither red, green and blue nor grey');
  }
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map(tag);
  const row = (index: number) => columns.map((data) => s15Fixed16(data, 8 + index * 4));
  return {
    curves: [toCurve(tag('rTRC')), toCurve(tag('gTRC')), toCurve(tag('bTRC'))],
    matrix: [row(0), row(1), row(2)].flat(),
  };
};

/** @returns undefined for what is of another kind, or broken: then colours stay as they are */
export const readProfile = (icc: Buffer | undefined): Profile | undefined => {
  try {
    return icc && read(icc);
  } catch {
    return undefined;
  }
};
