// The program itself as a process of its own, for work that must hold nobody up.

const isCompiled = () => Bun.main.includes('$bunfs') || Bun.main.includes('~BUN');

/**
 * A command of this program, from source or compiled; its output is kept, its input empty.
 * Undefined where the server is part of another program, such as a test.
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
