import { rangesOf } from '../../model/search/words';

/** So much of the text before the first word that was found: the word is in sight, on a phone too. */
const before_chars = 24;
const shown_chars = 160;

/** The part of a text around the words, with the words marked. */
export const Marked = ({ text, words }: { text: string; words: string[] }) => {
  const flat = text.replace(/\s+/g, ' ');
  const [first] = rangesOf(flat, words);
  const begin = Math.max(0, (first?.[0] ?? 0) - before_chars);
  const points = [...flat.slice(begin)].slice(0, shown_chars).join('');
  const shown = `${begin > 0 ? '…' : ''}${points}`;
  const ranges = rangesOf(shown, words);
  const parts = ranges.map(([from, to], at) => [
    shown.slice(ranges[at - 1]?.[1] ?? 0, from),
    <mark key={from}>{shown.slice(from, to)}</mark>,
  ]);
  return (
    <bdi>
      {parts}
      {shown.slice(ranges.at(-1)?.[1] ?? 0)}
    </bdi>
  );
};
