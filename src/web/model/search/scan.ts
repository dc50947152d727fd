// Finds messages in their texts: the newest first, in every script, by any part of a word. A plain scan
// finds all that is there, and needs no index.

/** The id of a message, and its text as it is searched. */
export type TextEntry = readonly [id: number, text: string];

/** Texts of one conversation, joined: one string is scanned faster than a thousand. */
export interface Texts {
  friend_id: number;
  from: number;
  to: number;
  /** In rising order, and where the text of each begins. */
  ids: number[];
  starts: number[];
  text: string;
}

export interface Hit {
  friend_id: number;
  id: number;
}

/** In no text and in no word. */
const END = '\0';

export const joinTexts = (friend_id: number, entries: readonly TextEntry[]): Texts => {
  const starts: number[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const [, text] of entries) {
    starts.push(at);
    parts.push(text, END);
    at += text.length + END.length;
  }
  const ids = entries.map(([id]) => id);
  return {
    friend_id,
    from: ids[0] ?? 0,
    to: ids.at(-1) ?? 0,
    ids,
    starts,
    text: parts.join(''),
  };
};

/** The last text that begins at or before a position. */
const textAt = (starts: number[], position: number): number => {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The messages that have all words, the newest first; with no word, all of them. */
export const hitsIn = (texts: Texts, [word, ...others]: string[]): Hit[] => {
  const { friend_id, ids, starts, text } = texts;
  const hits: Hit[] = [];
  const take = (index: number) => {
    const id = ids[index];
    if (id !== undefined) hits.push({ friend_id, id });
  };
  if (word === undefined) for (let index = 0; index < ids.length; index += 1) take(index);
  else {
    let at = text.indexOf(word);
    while (at >= 0) {
      const index = textAt(starts, at);
      const next = starts[index + 1] ?? text.length;
      const own = others.length > 0 ? text.slice(starts[index], next) : '';
      if (others.every((other) => own.includes(other))) take(index);
      at = text.indexOf(word, next);
    }
  }
  return hits.reverse();
};

/** The next block: whoever scans may open it first, or rest. */
interface NextBlock {
  at: number;
}

/**
 * All hits, the newest first, though blocks of several conversations overlap: `textsOf` gives a block's
 * texts, null if it has none, after the block was named. Between two steps nothing blocks.
 */
export function* scan(
  blocks: readonly { to: number }[],
  textsOf: (at: number) => Texts | null,
  words: string[],
): Generator<Hit | NextBlock> {
  const order = blocks
    .map((_, at) => at)
    .sort((a, b) => (blocks[b]?.to ?? 0) - (blocks[a]?.to ?? 0));
  let found: Hit[] = [];
  for (const [turn, at] of order.entries()) {
    yield { at };
    const texts = textsOf(at);
    if (texts) found = [...found, ...hitsIn(texts, words)].sort((a, b) => b.id - a.id);
    // What is newer than all that is left to be scanned has its place.
    const next = order[turn + 1];
    const left_to = next === undefined ? 0 : (blocks[next]?.to ?? 0);
    const settled = found.filter(({ id }) => id > left_to);
    found = found.slice(settled.length);
    yield* settled;
  }
}
