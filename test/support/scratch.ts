// Directories that go with their test, and what is in them.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratch = () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-scratch-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

/**
 * A new directory that is removed once this process is gone, however it ended: `bun test` tells
 * nobody of its end, and ends what it started, so somebody else's child waits for it.
 */
export const goesWithProcess = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-tests-'));
  // Programs that a test starts as somebody else go through it.
  chmodSync(dir, 0o711);
  // A browser that ends at the same time may still write there.
  const wait = 'tail -f /dev/null --pid="$1" && until rm -rf "$0"; do sleep 0.2; done';
  Bun.spawnSync(['sh', '-c', `(${wait}) &`, dir, `${process.pid}`], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return dir;
};

/** Every file below, with its hash: two of them are equal where nothing was changed. */
export const fingerprint = (dir: string): [string, string][] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(dir, name)).isFile())
    .map((name): [string, string] => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex'),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));

const look_ms_max = 50;
/** What does not come soon is looked for less often: each look takes something from what it waits for. */
const pause_ms_max = 20;

/**
 * Asks again and again until it is so; fails after `patience_ms`. What passes between two looks counts
 * as 50 ms at most: a machine that keeps the test waiting keeps what it waits for waiting as well.
 */
export const eventually = async (
  holds: () => boolean | Promise<boolean>,
  patience_ms = 60_000,
): Promise<void> => {
  let left_ms = patience_ms;
  let pause_ms = 2;
  for (let last = performance.now(); !(await holds()); ) {
    if (left_ms <= 0) throw new Error(`waited in vain: ${holds}`);
    await Bun.sleep(pause_ms);
    pause_ms = Math.min(pause_ms * 1.2, pause_ms_max);
    const now = performance.now();
    left_ms -= Math.min(now - last, look_ms_max);
    last = now;
  }
};

/** Fails if it takes longer, by the measure of `eventually`. */
export const inTime = async (act: Promise<unknown>, within_ms: number): Promise<void> => {
  let isOver = false;
  const over = act.finally(() => {
    isOver = true;
  });
  await Promise.all([over, eventually(() => isOver, within_ms)]);
};

/** The processor time that `act` took, ms: what other programs take of the machine is not its. */
export const cpuTime = (act: () => void): number => {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/**
 * Repeats what is expected of something that a page or a server is about to show, until it holds;
 * after `patience_ms` it fails as the last try did.
 */
export const soon = async (expected: () => Promise<void>, patience_ms = 60_000): Promise<void> => {
  for (const end = Date.now() + patience_ms; ; await Bun.sleep(20)) {
    try {
      return await expected();
    } catch (fault) {
      if (Date.now() > end) throw fault;
    }
  }
};
