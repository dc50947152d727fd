// The program as a separate process, for work that must not delay anybody.
import { existsSync, readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { backup_nice } from '../protocol/limits';
import { isCompiled } from './program';

/**
 * A command of this program, from source or compiled; its output is kept, its input empty.
 * Undefined if the server is part of another program, such as a test.
 */
export const runSelf = (args: string[]) => {
  if (!isCompiled() && !/[\\/]src[\\/]main\.ts$/.test(Bun.main)) return undefined;
  const program = isCompiled() ? [process.execPath] : [process.execPath, Bun.main];
  const child = Bun.spawn([...program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]).then(([code, stdout, stderr]) => ({ code, stdout, stderr: stderr.trim() }));
  return { ended, stop: () => child.kill() };
};

const THREADS = '/proc/self/task';

/** Messages come first. Linux schedules each thread separately, those of the engine too. */
export const giveWay = (): void => {
  try {
    const threads = existsSync(THREADS) ? readdirSync(THREADS).map(Number) : [0];
    for (const thread of threads) setPriority(thread, backup_nice);
  } catch {
    // Other systems don't have this, and do without.
  }
};
