// Starts the compiled executable as a user would: in an empty directory, on a free port.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build/build';
import { shared } from './build/shared';
import { frontForAll, trusted } from './network/behind-front';
import { markRunning } from './network/stopped-servers';
import { scanCommand, scanLog } from './watch/scanner';

/** The suite built it once; whoever runs `bun test` alone builds it once for the same sources. */
export const executable = (() => {
  let path = Bun.env.CHAT8_TEST_EXECUTABLE;
  return () => {
    path ??= join(
      shared('executable', (dir) => build(join(dir, 'chat8'))),
      'chat8',
    );
    return path;
  };
})();

/** The test's own environment, without what is meant for the tests. */
export const outside = () =>
  Object.fromEntries(Object.entries(Bun.env).filter(([name]) => !/^(CHAT8|MIMALLOC)_/.test(name)));

/** Hundreds of servers would all want its port; `CHAT8_RELAY: ''` is the default again. */
const RELAY_OFF = { CHAT8_RELAY: 'off' };

export interface Options {
  env?: Record<string, string>;
  args?: string[];
  /** Kept when given; else a new one, removed at the end. */
  dir?: string;
  /** What stands before the command: the namespace where it runs. */
  inside?: string[];
  /** Shell commands before the program takes over, such as `umask 000`. */
  before?: string;
  /** Another user, by number. */
  as?: number;
}

/** The process itself, for a test that ends it before its end. */
export const spawnExecutable = (options: Options) => {
  const { env = {}, args = [], dir = tmpdir(), before, as } = options;
  const shell = before === undefined ? [] : ['sh', '-c', `${before}; exec "$0" "$@"`];
  const user = as === undefined ? [] : ['setpriv', `--reuid=${as}`, `--regid=${as}`];
  const alone = as === undefined ? [] : ['--clear-groups'];
  return Bun.spawn([...user, ...alone, ...shell, executable(), ...args], {
    cwd: dir,
    env: { ...outside(), ...RELAY_OFF, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

/** Runs it to its end. */
export const runExecutable = async (options: Options) => {
  const child = spawnExecutable(options);
  const [code, stdout, stderr] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  scanCommand(stdout + stderr);
  return { code, stdout, stderr };
};

/** The front that all are behind, if the certificate is not another one's matter. */
const front = (env: Record<string, string>) => (env.CHAT8_ACME === 'on' ? {} : frontForAll());

/** Not yet listening: `listening` gives the address, or fails where it ends before. */
export const launchExecutable = ({ env = {}, args = [], dir, inside = [] }: Options = {}) => {
  const home = dir ?? mkdtempSync(join(tmpdir(), 'chat8-run-'));
  const data = join(home, 'data');
  mkdirSync(home, { recursive: true });
  const child = Bun.spawn([...inside, executable(), 'serve', ...args], {
    cwd: home,
    env: {
      ...outside(),
      CHAT8_HOST: '127.0.0.1',
      CHAT8_PORT: '0',
      CHAT8_DATA_DIR: data,
      CHAT8_RATE_LIMIT: 'off',
      ...RELAY_OFF,
      ...front(env),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isFound = false;
  const listening = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const chunk of stream) {
      output += Buffer.from(chunk).toString();
      const found = /listening on (https?:\S+)/.exec(output)?.[1];
      if (found === undefined || isFound) continue;
      isFound = true;
      markRunning(found, 'executable');
      // Once: whom else the test trusts there, it says later.
      if (frontForAll().CHAT8_TLS_CERT !== undefined) trusted({ url: found });
      listening.resolve(found);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  child.exited.then((code) =>
    listening.reject(new Error(`the executable ended with ${code}:\n${output}`)),
  );
  listening.promise.catch(() => {});
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const code = await child.exited;
    await reading;
    scanLog(output);
    return code;
  };
  return {
    listening: listening.promise,
    dir: home,
    data,
    pid: child.pid,
    output: () => output,
    stop,
    async [Symbol.asyncDispose]() {
      await stop('SIGKILL');
      if (dir === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
};

export const startExecutable = async (options: Options = {}) => {
  const launched = launchExecutable(options);
  return { ...launched, url: await launched.listening };
};

export type Executable = Awaited<ReturnType<typeof startExecutable>>;
