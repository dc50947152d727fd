// Blanks the metadata of a HEIC or AVIF file (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, annex A). Where
// things are in it is said by their distance from its start: so nothing is taken out, only
// overwritten. How it is rotated is no metadata here, but a property of the picture.
import { type Box, boxesOf, type Data, find, hide } from './boxes';
import { blankDescription } from './film';
import { textAt } from './header';
import type { Stripped } from './stripped';
import { Broken } from './stripped';

/** What makes the picture; others hold metadata, or a film that was taken along with it. */
const PICTURE = new Set(['ftyp', 'meta', 'mdat', 'moov', 'moof', 'mfra', 'sidx', 'styp', 'idat']);
const METADATA = new Set(['uuid', 'udta', 'xml ', 'bxml']);

/** The items of metadata: EXIF, and XMP as a MIME type. */
const metadataOf = (data: Data, { start, end }: Box): Set<number> => {
  const isLong = data.getUint8(start) > 0;
  const entries = boxesOf(data, start + (isLong ? 8 : 6), end);
  const items = entries.map((entry) => {
    const version = data.getUint8(entry.start);
    const isWide = version > 2;
    const id = isWide ? data.getUint32(entry.start + 4) : data.getUint16(entry.start + 4);
    const type = String.fromCharCode(
      ...[0, 1, 2, 3].map((i) => data.getUint8(entry.start + (isWide ? 10 : 8) + i)),
    );
    return { id, isMetadata: ['Exif', 'mime', 'uri '].includes(type) };
  });
  return new Set(items.filter(({ isMetadata }) => isMetadata).map(({ id }) => id));
};

/** Where the parts of each item lie. `base`: of the data that the box `idat` holds. */
const extentsOf = (data: Data, { start }: Box, base: number) => {
  let at = start + 4;
  const read = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i += 1) value = value * 256 + data.getUint8(at + i);
    at += bytes;
    return value;
  };
  const version = data.getUint8(start);
  const [sizes, more] = [read(1), read(1)];
  const [offset_bytes, length_bytes] = [sizes >> 4, sizes & 15];
  const [base_bytes, index_bytes] = [more >> 4, version > 0 ? more & 15 : 0];
  const count = read(version < 2 ? 2 : 4);
  return Array.from({ length: count }, () => {
    const id = read(version < 2 ? 2 : 4);
    const method = version > 0 ? read(2) & 15 : 0;
    read(2);
    const from = read(base_bytes) + (method === 1 ? base : 0);
    const parts = Array.from({ length: read(2) }, () => {
      read(index_bytes);
      const offset = from + read(offset_bytes);
      return { from: offset, to: offset + read(length_bytes) };
    });
    // In another item, or as far as that goes: nothing here knows where.
    const isElsewhere = method > 1 || parts.some((part) => part.from === part.to);
    return { id, parts, isElsewhere };
  });
};

/** @throws Broken */
export const stripHeif = (bytes: Uint8Array<ArrayBuffer>): Stripped => {
  const copy = bytes.slice();
  const data = new DataView(copy.buffer);
  try {
    const boxes = boxesOf(data, 0, copy.length);
    for (const box of boxes) if (!PICTURE.has(box.type)) hide(data, box);
    for (const box of boxes.filter(({ type }) => type === 'moov')) {
      for (const { from, to } of blankDescription(data, box)) copy.fill(0, from, to);
    }
    const meta = find(boxes, 'meta');
    const inner = boxesOf(data, meta.start + 4, meta.end);
    const metadata = metadataOf(data, find(inner, 'iinf'));
    const base = inner.find(({ type }) => type === 'idat')?.start ?? 0;
    for (const box of inner) if (METADATA.has(box.type)) hide(data, box);
    for (const { id, parts, isElsewhere } of extentsOf(data, find(inner, 'iloc'), base)) {
      if (!metadata.has(id)) continue;
      if (isElsewhere) throw new Broken();
      for (const { from, to } of parts) copy.fill(0, from, to);
    }
  } catch {
    throw new Broken();
  }
  const isAnimated = /^(?:avis|msf1|hevc|hevx)$/.test(textAt(copy, 8, 4));
  return { plain: [copy], rotated: () => [copy], orientation: 1, isAnimated };
};
