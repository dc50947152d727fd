// A picture's file, cut at what is to be left out.

export type Parts = Uint8Array<ArrayBuffer>[];

export interface Stripped {
  /** As it is stored, with no word of how it is to be rotated. */
  plain: Parts;
  /** With that one word. */
  rotated: () => Parts;
  orientation: number;
  isAnimated: boolean;
}

/** Its form is not that of its kind. */
export class Broken extends Error {}
