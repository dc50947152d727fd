// Finds links in a text. Chinese has no space after a full stop, and people put links in brackets, so
// punctuation around a link is not part of it.

/** A piece of a text; a link has an address. */
export interface Piece {
  text: string;
  href?: string;
}

/** Within a longer word, such as `git+https`, it is another scheme. */
const START = /(?<![a-z+])https?:\/\//gi;
/** Never part of an address; direction marks could disguise one. */
const NEVER =
  /[\s<>"`\u0000-\u001f\u007f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]/u;
/**
 * Full-width and CJK punctuation, the dash and the dots of Chinese. Not the marks that are letters
 * (U+3005, U+3007), and not the dots between the parts of a name (U+00B7, U+30FB).
 */
const FULL_WIDTH =
  /[\u3001-\u3003\u3008-\u3020\u3030\u303d\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff64\ufe10-\ufe1f\ufe30-\ufe4f\u2014\u2015\u2025\u2026]/u;
/** Quotation marks and brackets of every language, without those of ASCII. */
const ENCLOSING = /[\p{Pi}\p{Pf}\u275b-\u275e]|(?![()[\]{}])[\p{Ps}\p{Pe}]/u;
/**
 * These end or emphasise a sentence, in whatever script, and do not belong to the link; the Hebrew
 * quotation marks stand within words, too.
 */
const TRAILING = /[\p{Term}\p{QMark}*_~\u00a1\u00bf\u00b7\u2013\u2022\u30fb\u05f3\u05f4]/u;
const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const OPENS = '([{';
const WORD =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{ExtPict}]';
/**
 * A Chinese word or an emoji right after `example.com` or `10.0.0.1:8000` is not part of it: no
 * top-level domain mixes scripts.
 */
const WORD_AFTER_HOST = new RegExp(
  `^([^/?#]*(?:\\.[a-z]{2,}|\\.\\d{1,3}|localhost|\\])(?::\\d+)?)(?=${WORD})`,
  'iu',
);
/** Right after a word at the end: it was meant for the reader. */
const EMOJI_AT_END =
  /(?<=[\p{L}\p{N}])(?:\p{RI}|\p{ExtPict}(?:\p{EMod}|\u200d|\ufe0f|[\u{e0020}-\u{e007f}])*)+$/u;

/** The end of a link: a mark, or a bracket that the link did not open. */
const reach = (text: string): number => {
  const open: string[] = [];
  let at = 0;
  let isHost = true;
  for (const char of text) {
    if ([NEVER, FULL_WIDTH, ENCLOSING].some((end) => end.test(char))) return at;
    if (/[/?#]/.test(char)) isHost = false;
    // A host has no brackets, except around an IPv6 address.
    if (OPENS.includes(char)) {
      if (isHost && !(char === '[' && /(?:^|@)$/.test(text.slice(0, at)))) return at;
      open.push(char);
    } else if (char in CLOSES && open.pop() !== CLOSES[char]) return at;
    at += char.length;
  }
  return at;
};

const withoutTail = (text: string): string => {
  let result = text;
  while (result !== '') {
    const last = result.at(-1) ?? '';
    if (!TRAILING.test(last) && !OPENS.includes(last)) return result;
    result = result.slice(0, -1);
  }
  return result;
};

const addressOf = (text: string): string | null => {
  try {
    const { protocol, hostname } = new URL(text);
    return /^https?:$/.test(protocol) && hostname !== '' ? text : null;
  } catch {
    return null;
  }
};

/** Splits a text into links and the pieces between them; joined they are the text again. */
export const splitLinks = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: scheme, index } of text.matchAll(START)) {
    if (index < done) continue;
    const rest = text.slice(index + scheme.length);
    const all = rest.slice(0, reach(rest));
    const body = withoutTail((WORD_AFTER_HOST.exec(all)?.[1] ?? all).replace(EMOJI_AT_END, ''));
    const href = body === '' ? null : addressOf(scheme + body);
    if (href === null) continue;
    if (index > done) pieces.push({ text: text.slice(done, index) });
    pieces.push({ text: href, href });
    done = index + href.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
};
