// Which emoji this system can draw. The others would appear as empty boxes.

/** A text as a canvas shows it: how wide, and its pixels in black and in white ink. */
export interface Drawn {
  width: number;
  black: Uint8ClampedArray;
  white: Uint8ClampedArray;
}

const FACE = '😀';
/** No font has it, and none ever will (Unicode, 23.7). */
const MISSING = '\u{10fffe}';
const TAGS = /[\u{e0020}-\u{e007f}]+/gu;
/** These draw nothing by themselves: the joiner, the style selectors, and the tags of a region. */
const JOINTS = /[\u200d\ufe0e\ufe0f\u{e0020}-\u{e007f}]/gu;
const KEYCAP = '\u20e3';
/** A joined emoji is narrower than its parts side by side. */
const joined = 0.9;

const isSame = (a: Uint8ClampedArray, b: Uint8ClampedArray): boolean =>
  a.every((value, at) => value === b[at]);
const isEmpty = (pixels: Uint8ClampedArray): boolean => pixels.every((value) => value === 0);

/**
 * An emoji font has its own colours, whatever the ink. If even a face takes the colour of the ink,
 * there is no such font, and only a glyph that looks like the missing one is missing.
 */
export const createDrawable = (draw: (text: string) => Drawn): ((emoji: string) => boolean) => {
  const known = new Map<string, boolean>();
  const missing = draw(MISSING);
  const isColoured = ({ black, white }: Drawn) => isSame(black, white);
  const hasColours = isColoured(draw(FACE));
  const isThere = (drawn: Drawn) =>
    !isEmpty(drawn.black) && (hasColours ? isColoured(drawn) : !isSame(drawn.black, missing.black));

  const test = (emoji: string): boolean => {
    const drawn = draw(emoji);
    if (!isThere(drawn)) return false;
    // The flag of a region is drawn as the flag without the region.
    const untagged = emoji.replace(TAGS, '');
    if (untagged !== emoji && isSame(draw(untagged).black, drawn.black)) return false;
    const parts = [...emoji.replace(JOINTS, '')].map(draw);
    if (parts.length < 2 || emoji.includes(KEYCAP)) return true;
    const beside = parts.reduce((sum, { width }) => sum + width, 0);
    return drawn.width < beside * joined && (hasColours || parts.every(isThere));
  };

  return (emoji) => {
    const before = known.get(emoji);
    if (before !== undefined) return before;
    const can = test(emoji);
    known.set(emoji, can);
    return can;
  };
};

const size_px = 32;

const painter = (): ((text: string) => Drawn) | null => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [size_px * 2, size_px];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  const fonts = getComputedStyle(document.documentElement).getPropertyValue('--font-emoji');
  context.font = `${size_px / 2}px ${fonts}`;
  context.textBaseline = 'middle';
  const pixels = (text: string, ink: string) => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = ink;
    context.fillText(text, 2, size_px / 2);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  return (text) => ({
    width: context.measureText(text).width,
    black: pixels(text, 'black'),
    white: pixels(text, 'white'),
  });
};

let isDrawable: ((emoji: string) => boolean) | undefined;

/** Remembers its answers. If the page may not read its canvas, all emoji are offered. */
export const canDraw = (emoji: string): boolean => {
  if (isDrawable === undefined) {
    const draw = painter();
    isDrawable = draw ? createDrawable(draw) : () => true;
  }
  return isDrawable(emoji);
};
