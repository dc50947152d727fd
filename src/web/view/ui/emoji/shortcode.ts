// A name that somebody types for an emoji: `:tada` before the caret, and `:tada:` as a whole.
import type { Emoji } from './emoji';

/** Of a text: where the name begins, with its colon, and what is typed of it. */
export interface Typed {
  from: number;
  name: string;
}

/** After a word or a digit a colon is punctuation: 12:30, `note:`. In Chinese, so is `：`. */
const BEFORE = '(?<![\\p{L}\\p{N}_:/])';
const UNFINISHED = new RegExp(`${BEFORE}:([\\p{L}\\p{N}_+-]{1,32})$`, 'u');
const WHOLE = new RegExp(`${BEFORE}:([\\p{L}\\p{N}_+-]{1,32}):$`, 'u');
const HAN = /\p{Script=Han}/u;
const found_max = 8;
/** So many letters are no face such as `:D`. */
const letters_min = 2;

const isLongEnough = (name: string): boolean => name.length >= letters_min || HAN.test(name);

/** Null if no name is being typed at the caret. */
export const typedAt = (text: string, caret: number): Typed | null => {
  const [whole, name = ''] = UNFINISHED.exec(text.slice(0, caret)) ?? [];
  return whole && isLongEnough(name) ? { from: caret - whole.length, name } : null;
};

/** With the second colon it is done, if it is the name of one. */
export const wholeAt = (text: string, caret: number): Typed | null => {
  const [whole, name = ''] = WHOLE.exec(text.slice(0, caret)) ?? [];
  return whole ? { from: caret - whole.length, name } : null;
};

/** 0 is best; null is none. */
const rankOf = ({ codes, tags }: Emoji, name: string): number | null => {
  if (codes.includes(name)) return 0;
  if (codes.some((code) => code.startsWith(name))) return 1;
  if (codes.some((code) => code.includes(`_${name}`))) return 2;
  // A word of its description in the reader's language; Han has no space between words.
  const isTagged = HAN.test(name) ? tags.includes(name) : ` ${tags}`.includes(` ${name}`);
  return isTagged ? 3 : null;
};

/** Those whose names fit, the best first. */
export const emojiNamed = (
  all: Emoji[],
  typed: string,
  isDrawable: (emoji: string) => boolean,
): Emoji[] => {
  const name = typed.toLowerCase();
  const ranked = all.flatMap((each) => {
    const rank = rankOf(each, name);
    return rank === null ? [] : [{ each, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  const found: Emoji[] = [];
  for (const { each } of ranked) {
    if (found.length === found_max) break;
    if (isDrawable(each.unicode)) found.push(each);
  }
  return found;
};

export const emojiOf = (all: Emoji[], name: string): Emoji | undefined =>
  all.find(({ codes }) => codes.includes(name.toLowerCase()));
