// A slow disk: a library, preloaded, that adds to every fsync what a small VPS's disk takes.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = (delay_us: number) => `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  usleep(${delay_us});
  return real(fd);
}
int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  usleep(${delay_us});
  return real(fd);
}
`;

/** The environment for a program on such a disk. @throws where there is no C compiler */
export const slowDisk = async (added_ms: number): Promise<Record<string, string>> => {
  if (added_ms === 0) return {};
  const dir = mkdtempSync(join(tmpdir(), 'chat8-slow-'));
  const library = join(dir, 'slow.so');
  writeFileSync(join(dir, 'slow.c'), source(added_ms * 1_000));
  const compiler = Bun.which('gcc') ?? Bun.which('cc');
  if (compiler === null) throw new Error('a slow disk needs a C compiler (gcc)');
  const built = Bun.spawnSync([
    compiler,
    '-shared',
    '-fPIC',
    '-o',
    library,
    join(dir, 'slow.c'),
    '-ldl',
  ]);
  if (built.exitCode !== 0) throw new Error(built.stderr.toString());
  return { LD_PRELOAD: library };
};
