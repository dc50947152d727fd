// The boxes of pictures and films (ISO/IEC 14496-12, 4.2), and how one is hidden without moving what
// stands behind it: where things are is said by their distance from the start of the file.
import { Broken } from './stripped';

/** `at` where its head begins, `start` its content. */
export interface Box {
  type: string;
  at: number;
  start: number;
  end: number;
}

export type Data = DataView<ArrayBuffer>;

export const typeAt = (data: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => data.getUint8(at + i)));

/** @throws Broken if the head at `at`, of which `data` has 16 bytes from `from` on, can't be one. */
export const boxAt = (data: DataView, from: number, at: number, to: number): Box => {
  const short = data.getUint32(from);
  const isLong = short === 1;
  const size = isLong ? Number(data.getBigUint64(from + 8)) : short || to - at;
  const start = at + (isLong ? 16 : 8);
  if (at + size > to || at + size < start) throw new Broken();
  return { type: typeAt(data, from + 4), at, start, end: at + size };
};

/** @throws Broken */
export const boxesOf = (data: Data, from: number, to: number): Box[] => {
  const boxes: Box[] = [];
  // Old films end a list of boxes with four zero bytes.
  for (let at = from; at + 8 <= to; at = boxes.at(-1)?.end ?? to) {
    boxes.push(boxAt(data, at, at, to));
  }
  return boxes;
};

/** @throws Broken */
export const find = (boxes: Box[], type: string): Box => {
  const box = boxes.find((each) => each.type === type);
  if (box === undefined) throw new Broken();
  return box;
};

/** It becomes a box of free space (8.1.2). */
export const hide = (data: Data, { at, start, end }: Box): void => {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
  bytes.fill(0, start, end);
};
