// Emoji that a system lacks are told from those that it has by how they are drawn.
import { expect, test } from 'bun:test';
import { createDrawable, type Drawn } from '../../../src/web/view/ui/emoji/drawable';

/** In the colours of the font, or in that of the ink. */
const drawn = (width: number, shape: number, isColoured: boolean): Drawn => ({
  width,
  black: new Uint8ClampedArray([shape, isColoured ? 7 : 0]),
  white: new Uint8ClampedArray([shape, isColoured ? 7 : 255]),
});

const BOX = 1;
/** A shape of its own for every text. */
const shapes = new Map<string, number>();
const shapeOf = (text: string) => {
  if (!shapes.has(text)) shapes.set(text, 2 + shapes.size);
  return shapes.get(text) ?? 0;
};

/** A system that draws these as one picture each, and of anything else the parts it has. */
const system = (has: string[], isColoured: boolean, letters = '') => {
  const one = (text: string): Drawn => {
    if (has.includes(text)) return drawn(20, shapeOf(text), isColoured);
    if (letters.includes(text)) return drawn(10, shapeOf(text), false);
    return drawn(12, BOX, false);
  };
  return createDrawable((text) => {
    if (has.includes(text)) return one(text);
    const parts = [...text.replace(/[\u200d\ufe0f\u{e0020}-\u{e007f}]/gu, '')].map(one);
    const [first] = parts;
    if (!first || parts.length === 1) return first ?? drawn(0, 0, false);
    const isAll = parts.every(({ black }) => black[1] === 7);
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    return { ...drawn(width, shapeOf(text), isAll), width };
  });
};

test('with an emoji font, what is drawn in the colour of the ink is not there', () => {
  const can = system(['😀', '🫖', '👩', '🚀', '🏴', '👩‍🚀', '🇨🇳', '1️⃣'], true, '☺1🇩🇪');
  for (const emoji of ['😀', '🫖', '👩‍🚀', '🇨🇳', '1️⃣'])
    expect([emoji, can(emoji)]).toEqual([emoji, true]);
  // New ones, flags that are two letters, joined ones that fall apart, a region's flag without it.
  for (const emoji of ['🫩', '☺', '🇩🇪', '👩‍🚒', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩🚀']) {
    expect([emoji, can(emoji)]).toEqual([emoji, false]);
  }
});

test('without one, what looks like a missing letter is not there, alone or as a part', () => {
  const can = system(['😀', '☕'], false, '❤1');
  for (const emoji of ['😀', '☕', '❤️']) expect([emoji, can(emoji)]).toEqual([emoji, true]);
  for (const emoji of ['🫖', '🇨🇳', '👩‍🚀', '❤️‍🔥'])
    expect([emoji, can(emoji)]).toEqual([emoji, false]);
});

test('each is drawn once, however often it is asked for', () => {
  let count = 0;
  const can = createDrawable((text) => {
    count += 1;
    return drawn(20, shapeOf(text), true);
  });
  can('🫖');
  const before = count;
  expect([can('🫖'), can('🫖'), count]).toEqual([true, true, before]);
});
