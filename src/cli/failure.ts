// How a command ends when it can't do what it should: what is said, and the exit code.

/** 1: refused, or faults were found. 2: it was asked for in a wrong way. */
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
