// How a command fails: its message and its exit code.

/** 1: refused, or faults were found. 2: wrong usage. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';

  /** `output` is for a script, on stdout. */
  constructor(
    readonly lines: string[],
    readonly code: 1 | 2 = 1,
    readonly output = '',
  ) {
    super(lines.join('; '));
  }
}

/** `fault` names what was not understood, or is missing. */
export const usage = (fault: string, how: string): CommandFailure =>
  new CommandFailure([`${fault}; usage: chat8 ${how}; see chat8 help ${how.split(' ')[0]}`], 2);

/** `takes` names the words, those in brackets may be left out. @throws CommandFailure */
export const mustBeWords = (words: string[], takes: string[], how: string): void => {
  const missing = takes.slice(words.length).find((name) => !name.startsWith('['));
  if (missing !== undefined) throw usage(`${missing} is missing`, how);
  const surplus = words[takes.length];
  if (surplus !== undefined) throw usage(`${surplus} is one word too many`, how);
};

/** One of the words that are there. @throws CommandFailure if it is none of them */
export const mustBeOneOf = <Name extends string>(
  word: string | undefined,
  names: Name[],
  how: string,
): Name => {
  const known = names.find((name) => name === word);
  if (known !== undefined) return known;
  throw usage(word === undefined ? 'a word is missing' : `${word} is not known`, how);
};
