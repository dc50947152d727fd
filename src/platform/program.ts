// What runs: the executable, in which all files lie in a file system of its own, or the source.
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { mustBeFree } from './descriptors/descriptors';

/** More than a thread opens when it begins. */
const thread_descriptors = 16;

export const isCompiled = (): boolean =>
  import.meta.path.includes('$bunfs') || import.meta.path.includes('~BUN');

/**
 * The program of a thread, by its path below `src` without the ending. In the executable it is an
 * entry point of its own (the build names them), known by its path from the first one.
 */
const threadProgram = (file: string): string =>
  isCompiled() ? `./${file}.js` : join(import.meta.dir, '..', `${file}.ts`);

/**
 * A thread with a program of its own. The runtime ends all of the process if a thread finds no
 * descriptors when it begins.
 * @throws cannotStore
 */
export const startThread = (file: string, options?: WorkerOptions): Worker => {
  mustBeFree(thread_descriptors);
  return new Worker(threadProgram(file), options);
};
