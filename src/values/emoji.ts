// Reactions: one emoji each.
import { invalid } from '../protocol/errors';
import { emoji_bytes_max } from '../protocol/limits';

// Made with the first emoji: it takes a millisecond of a start.
let graphemes: Intl.Segmenter | undefined;
// Unicode TR 51: pictographs, flags, and keycaps such as "1️⃣".
const pictograph = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u;

/** One emoji as it is typed. @throws invalidField */
export const mustBeEmoji = (text: string): string => {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const isOne = [...graphemes.segment(text)].length === 1;
  if (isOne && Buffer.byteLength(text) <= emoji_bytes_max && pictograph.test(text)) return text;
  throw invalid('emoji', 'must be one emoji');
};
