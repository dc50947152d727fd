// The operator's control socket, in the data directory, which nobody else may open.
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../platform/error-code';
import { reasonOf } from '../protocol/errors';

const controlPath = (data_dir: string): string => join(data_dir, 'control.sock');

/** The kernel's limit on the path of a socket (unix(7)). */
const path_bytes_max = 104;

/** Asks for the settings of the server that runs. */
export const SETTINGS = 'settings';

/** Commands that are carried out when the server stops get so long for their answer. */
const last_answers_ms = 1_000;
/** What `fetch` says if nobody listens there: it was sent to nobody. */
const UNHEARD = ['ConnectionRefused', 'FailedToOpenSocket', 'ECONNREFUSED', 'ENOENT'];

/** `run` answers an order; errors are sent by their message. Returns a function that stops it. */
export const startControl = (
  data_dir: string,
  run: (order: unknown) => Promise<unknown>,
): (() => Promise<void>) | undefined => {
  const path = controlPath(data_dir);
  if (Buffer.byteLength(path) > path_bytes_max) return undefined;
  // The lock on the directory is ours, so an existing socket belonged to a dead server.
  if (existsSync(path)) rmSync(path);
  const umask = process.umask(0o177);
  const server = Bun.serve({
    unix: path,
    async fetch(request, server) {
      // Some take their time: an account with all its messages, a database to shrink.
      server.timeout(request, 0);
      try {
        return Response.json({ result: (await run(await request.json())) ?? null });
      } catch (error) {
        return Response.json({ fault: reasonOf(error) });
      }
    },
  });
  process.umask(umask);
  chmodSync(path, 0o600);
  return async () => {
    rmSync(path, { force: true });
    await Promise.race([server.stop(false), Bun.sleep(last_answers_ms)]);
    await server.stop(true);
  };
};

/** What was ordered may have been done: to order it again could do it twice. */
export class UnansweredError extends Error {
  override name = 'UnansweredError';
}

/** Undefined if no server runs there. @throws UnansweredError, and Error with what the server said */
export const askControl = async (data_dir: string, order: object) => {
  const path = controlPath(data_dir);
  if (!existsSync(path)) return undefined;
  let answer: Response;
  try {
    const body = JSON.stringify(order);
    answer = await fetch('http://chat8/', {
      unix: path,
      method: 'POST',
      body,
      timeout: false,
    } as never);
  } catch (error) {
    if (UNHEARD.includes(codeOf(error))) return undefined;
    throw new UnansweredError('the server went before it answered: see chat8 audit');
  }
  const said = (await answer.json()) as { result?: unknown; fault?: string };
  if (said.fault !== undefined) throw new Error(said.fault);
  return { result: said.result };
};

/** Whether a server runs there: it answers, or is too busy to, or was stopped by a debugger. */
export const isServed = async (data_dir: string, patience_ms = 1_000): Promise<boolean> => {
  const answered = askControl(data_dir, { command: SETTINGS, words: [] }).then(
    (answer) => answer !== undefined,
    () => false,
  );
  return Promise.race([answered, Bun.sleep(patience_ms).then(() => true)]);
};
