// What a command says. Written at once and to its end: a stream would still be on its way when the
// process ends, and tells of a full disk by an event that nobody hears.
import { writeSync } from 'node:fs';
import { reasonOf } from '../protocol/errors';
import { CommandFailure } from './failure';

const STDOUT = 1;
const STDERR = 2;
/** A pipe of somebody who set it not to block. */
const full_pipe_wait_ms = 5;

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code);

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

/**
 * A result, on stdout. Whoever stopped reading, such as `head`, has what they wanted.
 * @throws CommandFailure if it is lost otherwise: on a full disk, say
 */
export const say = (text: string): void => {
  try {
    writeAll(STDOUT, `${text}\n`);
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return;
    throw new CommandFailure([`the output cannot be written: ${reasonOf(error)}`]);
  }
};

/** On stderr, for a person: as far as anybody listens there. */
export const tell = (text: string): void => {
  try {
    writeAll(STDERR, text);
  } catch {
    // The exit code says the rest.
  }
};

/** For a process that stays: what it logs may get lost, and it goes on, and writes again later. */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
};
