// What runs: the executable, in which all files lie in a file system of its own, or the source.
import { join } from 'node:path';

export const isCompiled = (): boolean =>
  import.meta.path.includes('$bunfs') || import.meta.path.includes('~BUN');

/**
 * The program of a thread, by its path below `src` without the ending. In the executable it is an
 * entry point of its own (the build names them), known by its path from the first one.
 */
export const threadProgram = (file: string): string =>
  isCompiled() ? `./${file}.js` : join(import.meta.dir, '..', `${file}.ts`);
