// The output of a command, written synchronously: a stream might not be flushed when the process
// ends, and reports a full disk by an event that nobody handles.
import { writeSync } from 'node:fs';
import { codeOf } from '../platform/error-code';
import { reasonOf } from '../protocol/errors';
import { CommandFailure } from './failure';

const STDOUT = 1;
const STDERR = 2;
/** A pipe that was set not to block. */
const full_pipe_wait_ms = 5;

const writeAll = (fd: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.byteLength; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Bun.sleepSync(full_pipe_wait_ms);
    }
  }
};

const cannotWrite = (error: unknown) => `the output cannot be written: ${reasonOf(error)}`;

/**
 * A result, on stdout. A reader that stopped, such as `head`, has what it wanted.
 * @throws CommandFailure if it is lost otherwise: on a full disk, say
 */
export const say = (text: string): void => {
  try {
    writeAll(STDOUT, `${text}\n`);
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return;
    throw new CommandFailure([cannotWrite(error)]);
  }
};

/** The result of a command; `once`: it says what is kept nowhere. */
export type Output = string | { once: string; takeBack(): Promise<void> };

/**
 * Whoever asked must have it: if it can't be written to stdout it is to stderr, and if not even there,
 * what was done is taken back.
 * @throws CommandFailure if it was not written to stdout
 */
const sayOnce = async ({ once, takeBack }: Exclude<Output, string>): Promise<void> => {
  try {
    return writeAll(STDOUT, `${once}\n`);
  } catch (error) {
    const lost = cannotWrite(error);
    try {
      const shown = once.replace(/^/gm, 'chat8: ');
      writeAll(STDERR, `chat8: ${lost}; it is shown here, and never again:\n${shown}\n`);
    } catch {
      await takeBack();
    }
    // It is said already, or can't be.
    throw new CommandFailure([]);
  }
};

export const sayResult = async (output: Output): Promise<void> =>
  typeof output === 'string' ? say(output) : sayOnce(output);

/** On stderr, for a person; errors are ignored. */
export const printError = (text: string): void => {
  try {
    writeAll(STDERR, text);
  } catch {
    // The exit code says the rest.
  }
};

/** On stdout, by a process that goes on whoever reads it; errors are ignored. */
export const announce = (text: string): void => {
  try {
    writeAll(STDOUT, `${text}\n`);
  } catch {
    // The log says what else there is to say.
  }
};
