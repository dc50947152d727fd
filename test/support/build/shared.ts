// What takes long to make, and is the same for the same sources: made once, by whichever process
// needs it first, and found again by all others and the next run.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dir, '../../..');
const cache = join(root, 'node_modules/.cache/chat8-tests');
const sources = [
  'src',
  'drizzle',
  'test/support/build/build.ts',
  'package.json',
  'bun.lock',
  'tsconfig.json',
];

/** Older ones that a run may still be using. */
const unused_ms_max = 60 * 60_000;
const wait_ms_max = 300_000;

const filesIn = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
        .sort()
    : [path];

const keyOf = (): string => {
  const hash = createHash('sha256').update(Bun.version);
  for (const file of sources.flatMap((source) => filesIn(join(root, source)))) {
    const bytes = readFileSync(file);
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 20);
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** @throws when somebody else holds it for too long */
const withLock = (path: string, act: () => void): void => {
  const end = Date.now() + wait_ms_max;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    // Whoever held it was ended; an empty one is being written just now.
    const holder = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (holder !== '' && !isAlive(Number(holder))) rmSync(path, { force: true });
    else if (Date.now() > end) throw new Error(`waited in vain for ${path}`);
    Bun.sleepSync(50);
  }
  try {
    act();
  } finally {
    rmSync(path, { force: true });
  }
};

const removeUnused = (kept: string): void => {
  for (const name of readdirSync(cache)) {
    const dir = join(cache, name);
    if (name === kept || name.endsWith('.lock')) continue;
    const { mtimeMs } = statSync(dir);
    if (Date.now() - mtimeMs > unused_ms_max) rmSync(dir, { recursive: true, force: true });
  }
};

/** The directory that `make` filled, for the sources as they are now. */
export const shared = (name: string, make: (dir: string) => void): string => {
  const key = `${name}-${keyOf()}`;
  const dir = join(cache, key);
  mkdirSync(cache, { recursive: true });
  withLock(`${dir}.lock`, () => {
    if (existsSync(dir)) {
      utimesSync(dir, new Date(), new Date());
      return;
    }
    const unfinished = `${dir}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    try {
      make(unfinished);
      renameSync(unfinished, dir);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
    removeUnused(key);
  });
  return dir;
};
