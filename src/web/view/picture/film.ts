// Blanks the metadata of a film: place, time, device (ISO/IEC 14496-12; QuickTime File Format, "Metadata").
// Only what describes it is read, at most some megabytes; pictures and sound stay where they are.
import { MIB } from '../../../protocol/limits';
import { type Box, boxAt, boxesOf, type Data, find, hide, typeAt } from './boxes';
import { textAt } from './header';
import { Broken } from './stripped';

const FREE = 'free skip wide';
/**
 * What is played: of the file, of its description, of a track. All else there is metadata; `udta`
 * (`©xyz`, `loci`), `meta` (`com.apple.quicktime.location.ISO6709`) and `uuid` (XMP) are the usual ones.
 */
const FILE = new Set(
  `ftyp styp moov mdat moof mfra sidx ssix emsg prft pdin pnot PICT ${FREE}`.split(' '),
);
const PLAYED: Record<string, Set<string>> = {
  moov: new Set(`mvhd trak mvex iods pssh ctab clip ${FREE}`.split(' ')),
  trak: new Set(`tkhd mdia edts tref trgr load imap matt clip tapt ${FREE}`.split(' ')),
};
/** Of sound these alone are taken out: its other metadata is its title and who made it. */
const PLACES = new Set(['\xa9xyz', 'loci']);
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'udta']);
/** They begin with the times of their making and of their last change. */
const TIMED = new Set(['mvhd', 'tkhd', 'mdhd']);
/** Tracks of metadata: where a camera was, second by second. */
const METADATA_TRACKS = new Set(['meta', 'camm']);

interface Range {
  from: number;
  to: number;
}

const head_bytes = 16;
const description_bytes_max = 64 * MIB;
const boxes_max = 20_000;

const forgetTimes = (data: Data, { start }: Box): void => {
  const bytes = data.getUint8(start) === 1 ? 16 : 8;
  for (let i = 0; i < bytes; i += 1) data.setUint8(start + 4 + i, 0);
};

/** Where the samples of a track lie in the file: 8.7.3 to 8.7.5. @throws Broken */
const samplesOf = (data: Data, table: Box): Range[] => {
  const boxes = boxesOf(data, table.start, table.end);
  const [sizes, runs] = [find(boxes, 'stsz').start, find(boxes, 'stsc').start];
  const places = boxes.find(({ type }) => type === 'stco' || type === 'co64');
  if (places === undefined) throw new Broken();
  const same_bytes = data.getUint32(sizes + 4);
  const runs_count = data.getUint32(runs + 4);
  const sizeOf = (sample: number) => same_bytes || data.getUint32(sizes + 12 + sample * 4);
  const ranges: Range[] = [];
  let [run, sample] = [0, 0];
  for (let chunk = 1; chunk <= data.getUint32(places.start + 4); chunk += 1) {
    const next = runs + 8 + (run + 1) * 12;
    if (run + 1 < runs_count && data.getUint32(next) <= chunk) run += 1;
    const count = data.getUint32(runs + 8 + run * 12 + 4);
    const isLong = places.type === 'co64';
    const place = places.start + 8 + (chunk - 1) * (isLong ? 8 : 4);
    const from = isLong ? Number(data.getBigUint64(place)) : data.getUint32(place);
    let to = from;
    for (const end = sample + count; sample < end; sample += 1) to += sizeOf(sample);
    ranges.push({ from, to });
  }
  return ranges;
};

const isMetadataTrack = (data: Data, track: Box): boolean => {
  const media = boxesOf(data, track.start, track.end).find(({ type }) => type === 'mdia');
  const inner = media ? boxesOf(data, media.start, media.end) : [];
  const handler = inner.find(({ type }) => type === 'hdlr');
  return handler !== undefined && METADATA_TRACKS.has(typeAt(data, handler.start + 8));
};

/** @throws Broken */
const samplesOfTrack = (data: Data, track: Box): Range[] => {
  const inside = ({ start, end }: Box, type: string) => find(boxesOf(data, start, end), type);
  return samplesOf(data, inside(inside(inside(track, 'mdia'), 'minf'), 'stbl'));
};

/** Blanks the metadata in `moov`, and says where more of it lies in the file. @throws Broken */
export const blankDescription = (
  data: Data,
  { type, start, end }: Box,
  isSound = false,
): Range[] => {
  const ranges: Range[] = [];
  for (const box of boxesOf(data, start, end)) {
    // The rest of a packed one can't be read here.
    if (box.type === 'cmov') throw new Broken();
    const isNotes = isSound ? PLACES.has(box.type) : PLAYED[type]?.has(box.type) === false;
    if (isNotes) hide(data, box);
    else if (TIMED.has(box.type)) forgetTimes(data, box);
    else if (box.type === 'trak' && isMetadataTrack(data, box)) {
      ranges.push(...samplesOfTrack(data, box));
      hide(data, box);
    } else if (CONTAINERS.has(box.type)) ranges.push(...blankDescription(data, box, isSound));
  }
  return ranges;
};

const read = async (file: Blob, from: number, to: number): Promise<Data> =>
  new DataView(await file.slice(from, to).arrayBuffer());

/** @throws Broken */
const outline = async (file: Blob): Promise<Box[]> => {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= file.size; at = boxes.at(-1)?.end ?? file.size) {
    if (boxes.length > boxes_max) throw new Broken();
    boxes.push(boxAt(await read(file, at, at + head_bytes), 0, at, file.size));
  }
  return boxes;
};

/** The file with these parts in the place of what is there, and zeros in `blank`. */
const pieces = (file: Blob, replaced: (Range & { by: ArrayBuffer })[], blank: Range[]) => {
  const zeros = blank.map(({ from, to }) => ({ from, to, by: new ArrayBuffer(to - from) }));
  const all = [...replaced, ...zeros].sort((a, b) => a.from - b.from);
  const parts: BlobPart[] = [];
  let at = 0;
  for (const { from, to, by } of all) {
    if (from < at || to > file.size) throw new Broken();
    parts.push(file.slice(at, from), by);
    at = to;
  }
  return [...parts, file.slice(at)];
};

const SOUND = /^(?:M4A |M4B |F4A )$/;
/** The last four: how a film begins that is older than `ftyp`. */
const FIRST = new Set(['ftyp', 'moov', 'mdat', 'wide', 'pnot']);

/** A raw picture of a camera, built like a film: it is nothing without its metadata. */
const isRaw = (head: Uint8Array): boolean => textAt(head, 4, 8) === 'ftypcrx ';

/** Judged by its first bytes. */
export const isFilm = (head: Uint8Array): boolean =>
  head.length >= 12 && FIRST.has(textAt(head, 4, 4)) && !isRaw(head);

/** Null if it can't be read: then it is as it was. Of sound only the place is taken out. */
export const stripFilm = async (file: File): Promise<File | null> => {
  try {
    const head = new Uint8Array(await file.slice(0, head_bytes).arrayBuffer());
    const isSound = file.type.startsWith('audio/') || SOUND.test(textAt(head, 8, 4));
    const replaced: (Range & { by: ArrayBuffer })[] = [];
    const blank: Range[] = [];
    const boxes = await outline(file);
    find(boxes, 'moov');
    for (const box of boxes) {
      const isNotes = !isSound && !FILE.has(box.type);
      if (box.type !== 'moov' && !isNotes) continue;
      const { at, end } = box;
      if (end - at > description_bytes_max) throw new Broken();
      const data = await read(file, at, end);
      const own = { ...box, at: 0, start: box.start - at, end: end - at };
      if (isNotes) hide(data, own);
      else blank.push(...blankDescription(data, own, isSound));
      replaced.push({ from: at, to: end, by: data.buffer });
    }
    return new File(pieces(file, replaced, blank), file.name, { type: file.type });
  } catch (error) {
    // One that was cut short may end within a number.
    if (error instanceof Broken || error instanceof RangeError) return null;
    throw error;
  }
};
