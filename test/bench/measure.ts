// What the benchmarks share: quantiles, and a bare program as a process of its own.
import { join } from 'node:path';

export const quantile = (values: number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
};

export const median = (values: number[]): number => quantile(values, 0.5);

/** Starts a program of this folder that prints `listening on URL`. */
export const startBare = async (file: string, env: Record<string, string> = {}) => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'bare', file)], {
    stdout: 'pipe',
    env: { ...process.env, ...env },
  });
  for await (const chunk of child.stdout) {
    const url = /listening on (\S+)/.exec(Buffer.from(chunk).toString())?.[1];
    if (url) return { url, pid: child.pid, stop: () => child.kill() };
  }
  throw new Error(`${file} did not start`);
};

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
