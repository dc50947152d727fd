// A message of a few emoji and nothing else is shown large.

/** Enough for three families with skin tones. */
const units_max = 128;

// As Unicode has it (UTS #51, 1.4.9): a flag, a keycap, or what is drawn as a picture: by itself, by
// U+FE0F, or by a tone of skin, and several of those joined by U+200D. A sign such as © is drawn
// as a picture only if U+FE0F follows it, digits are not, and U+FE0E asks for none.
const FLAG = /\p{RI}\p{RI}/u.source;
const KEYCAP = /[0-9#*]\ufe0f?\u20e3/u.source;
const PICTURE =
  /(?![0-9#*]|\p{RI})(?:\p{Emoji}\ufe0f\u20e3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}(?!\ufe0e)|\p{ExtPict}(?=\u200d\p{ExtPict}))[\u{e0020}-\u{e007f}]*/u
    .source;
const JOINED = /(?:\u200d\p{ExtPict}\ufe0f?\p{Emoji_Modifier}?)*/u.source;
const JUMBO = new RegExp(`^(?:(?:${FLAG}|${KEYCAP}|${PICTURE}${JOINED})\\s?){1,3}$`, 'u');

export const isJumbo = (text: string): boolean => text.length < units_max && JUMBO.test(text);
