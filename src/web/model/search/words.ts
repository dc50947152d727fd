// What is searched for, and where it stands in a text as it was written.
import type { Kind } from '../messages/offline/findable';
import { MARKS, searchText } from '../messages/offline/findable';

/** The words of a query and the marks of kinds, each once, the longest first: it is the rarest. */
export const wordsOf = (query: string, kinds: Kind[] = []): string[] => {
  const words = searchText(query).split(/\s+/u).filter(Boolean);
  const all = new Set([...words.sort((a, b) => b.length - a.length)]);
  return [...all, ...kinds.map((kind) => MARKS[kind])];
};

/** From one position of a text to another. */
export type Range = [from: number, to: number];

/** Where the words stand in a text as it was written; nothing of another spelling is left out. */
export const rangesOf = (text: string, words: string[]): Range[] => {
  let spelled = '';
  /** For each letter as it is searched, where it is written. */
  const origins: number[] = [];
  let at = 0;
  for (const letter of text) {
    const letters = searchText(letter);
    for (let i = 0; i < letters.length; i += 1) origins.push(at);
    spelled += letters;
    at += letter.length;
  }
  origins.push(at);
  const found: Range[] = [];
  for (const word of words) {
    for (let from = spelled.indexOf(word); from >= 0; from = spelled.indexOf(word, from + 1)) {
      const end = from + word.length;
      // A letter that is spelled as two is marked as a whole.
      const stop = origins.find(
        (origin, index) => index >= end && origin > (origins[end - 1] ?? 0),
      );
      found.push([origins[from] ?? 0, stop ?? at]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const joined: Range[] = [];
  for (const [from, to] of found) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
};
