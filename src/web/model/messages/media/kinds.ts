// What a message is in the gallery of its conversation.
import type { Piece } from '../../../../protocol/formatting';
import { piecesOf } from '../../../../protocol/formatting';
import type { Attachment, Item } from '../item';

export type MediaKind = 'visual' | 'file' | 'link' | 'voice';

const RASTER = /^image\/(png|jpeg|webp|gif|avif|bmp)$/;

type Typed = Pick<Attachment, 'type'>;

/** What browsers draw, and nothing that could run anything. */
export const isRaster = ({ type }: Typed): boolean => RASTER.test(type);
export const isFilm = ({ type }: Typed): boolean => type.startsWith('video/');
/** Shown as a picture, or as a film with a still of it. */
export const isVisual = (file: Typed): boolean => isRaster(file) || isFilm(file);

export const isVoice = ({ name, type }: Pick<Attachment, 'name' | 'type'>): boolean =>
  type.startsWith('audio/') && /^voice-/.test(name);

const linksIn = (pieces: Piece[]): string[] =>
  pieces.flatMap((piece) => {
    if (piece.kind === 'link') return [piece.href];
    return 'pieces' in piece ? linksIn(piece.pieces) : [];
  });

const found = new WeakMap<Item, string[]>();

/** The addresses in its text, in order. */
export const linksOf = (item: Item): string[] => {
  // Of most texts this is all that it takes.
  if (!/https?:\/\//i.test(item.text)) return [];
  const known = found.get(item) ?? linksIn(piecesOf(item.text));
  found.set(item, known);
  return known;
};

const kindOfFile = (file: Attachment): MediaKind => {
  if (isVisual(file)) return 'visual';
  return isVoice(file) ? 'voice' : 'file';
};

/** A picture with a link in its caption is both. */
export const isOfKind = (item: Item, kind: MediaKind): boolean => {
  if (item.trouble !== null || item.call !== null) return false;
  if (kind === 'link') return linksOf(item).length > 0;
  return item.file !== null && item.file.id !== '' && kindOfFile(item.file) === kind;
};
