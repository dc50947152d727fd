// What was written in the lives of a test, so that it is known whose it is.
/** Every text that was written, by whom and to whom: each is written once, and only there. */
export interface Written {
  /** By alice, by the friend's id. */
  typed: Map<number, string[]>;
  /** By a friend. */
  said: Map<number, string[]>;
}

export const newWritten = (): Written => ({ typed: new Map(), said: new Map() });

/** Remembers it, and gives it. */
export const note = (all: Map<number, string[]>, id: number, text: string): string => {
  all.set(id, [...(all.get(id) ?? []), text]);
  return text;
};

/** No text of alice's is without it: where the server reads it, it reads her. */
export const MARKER = 'alice-wrote-this';
let count = 0;
/** A text that nobody has written before. */
export const next = (who: string): string => {
  count += 1;
  return `${who} ${count}`;
};
