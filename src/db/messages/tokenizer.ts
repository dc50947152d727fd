// Text as the search sees it. Scripts written without spaces are split into characters, so that
// a word of two Chinese characters is a phrase of two tokens; FTS5's unicode61 does the rest.

const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const words = /[\p{L}\p{N}\p{Co}]+/gu;

export const toWords = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(unspaced, ' $& ');

/** What stands between spaces. */
export const toTerms = (text: string): string[] => text.trim().split(/\s+/u);

/**
 * An FTS5 query (https://sqlite.org/fts5.html, 3): every term a phrase. The last one may be
 * unfinished: its last word is a prefix.
 */
export const toQuery = (text: string): string | undefined => {
  const phrases = toTerms(text)
    .map((term) => toWords(term).match(words))
    .filter((tokens) => tokens !== null)
    .map((tokens) => `"${tokens.join(' ')}"`);
  return phrases.length === 0 ? undefined : `${phrases.join(' AND ')} *`;
};
