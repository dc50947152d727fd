// The parts of a picture file that are kept when its metadata is cut out.

export type Parts = Uint8Array<ArrayBuffer>[];

export interface Stripped {
  /** As it is stored, with no word of how it is to be rotated. */
  plain: Parts;
  /** With that one word. */
  rotated: () => Parts;
  orientation: number;
  isAnimated: boolean;
}

/** The file does not have the structure of its kind. */
export class Broken extends Error {}
