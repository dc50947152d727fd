// The two servers that are measured beside each other, each as a process of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCoturn } from '../../support/network/coturn';

export const secret = 'a secret of this run';

export interface Program {
  name: string;
  port: number;
  pid: number;
  /** Whether data goes from client to client; else to any address. */
  is_ours: boolean;
  order(line: string): void;
  stop(): Promise<void>;
}

export const startOurs = async (): Promise<Program> => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'serve.ts'), secret], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const read = child.stdout.getReader();
  const { value } = await read.read();
  const port = Number(/listening on (\d+)/.exec(Buffer.from(value ?? []).toString())?.[1]);
  if (!port) throw new Error('the relay did not start');
  return {
    name: 'chat8',
    port,
    pid: child.pid,
    is_ours: true,
    order(line) {
      child.stdin.write(`${line}\n`);
      child.stdin.flush();
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
};

export const startTheirs = async (): Promise<Program> => {
  const coturn = await startCoturn(secret, { threads: 1 });
  return {
    name: 'coturn',
    port: coturn.port,
    pid: coturn.pid,
    is_ours: false,
    order() {},
    stop: () => coturn[Symbol.asyncDispose](),
  };
};

/** Of each thread so far, ms (proc(5), schedstat). */
export const cpuOf = (pid: number): Map<string, number> => {
  const threads = readdirSync(`/proc/${pid}/task`);
  return new Map(
    threads.map((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
      return [thread, Number(text.split(' ')[0]) / 1e6];
    }),
  );
};

/** What the busiest thread used since then, ms: the one that relays. */
export const busiest = (pid: number, before: Map<string, number>): number =>
  Math.max(...[...cpuOf(pid)].map(([thread, ms]) => ms - (before.get(thread) ?? 0)));
