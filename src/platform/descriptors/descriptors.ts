// File descriptors: each connection and each open file takes one, and a process has only so many.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Refusal } from '../../protocol/errors';
import { descriptors_reserved_max, descriptors_reserved_part } from '../../protocol/limits';
import { codeOf } from '../error-code';

/**
 * How many the system allows this process (proc_pid_limits(5)): the runtime has raised the soft limit
 * to the hard one. Undefined: without a limit, or on a system that does not say it there.
 */
export const descriptorsMax = (): number | undefined => {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
};

export interface Descriptors {
  max: number;
  /** Of those, for connections; the others are for files, and for what the server connects to. */
  connections_max: number;
}

/** Undefined: as many as there is memory for. */
export const descriptors = (): Descriptors | undefined => {
  const max = descriptorsMax();
  if (max === undefined) return undefined;
  const reserved = Math.min(descriptors_reserved_max, max * descriptors_reserved_part);
  return { max, connections_max: max - Math.ceil(reserved) };
};

/** Whether so many are taken: the system gives the lowest one that is free (POSIX, `open`). */
export const areTaken = (count: number): boolean => {
  try {
    const lowest = openSync('/dev/null', 'r');
    closeSync(lowest);
    return lowest >= count;
  } catch {
    return true;
  }
};

/** @throws cannotStore unless there are so many */
export const mustBeFree = (count: number): void => {
  const opened: number[] = [];
  try {
    while (opened.length < count) opened.push(openSync('/dev/null', 'r'));
  } catch {
    throw new Refusal('cannotStore');
  } finally {
    for (const each of opened) closeSync(each);
  }
};

/** The system's word for none being left: to this process, or to the machine. */
export const isOutOfDescriptors = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === 'EMFILE' || code === 'ENFILE';
};
