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

export const usage = (how: string): CommandFailure =>
  new CommandFailure([`usage: chat8 ${how}; see chat8 help ${how.split(' ')[0]}`], 2);
