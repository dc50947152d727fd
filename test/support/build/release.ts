// Builds the executables of a release, looks into each, and sums them up:
// `bun test/support/build/release.ts [DIRECTORY]`.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../../package.json';
import { build } from './build';
import { faultsOf, TARGETS, type Target } from './targets';

const root = join(import.meta.dir, '../../..');
const carried = ['src', 'drizzle', 'package.json', 'bun.lock', 'tsconfig.json'];

/** The tree with the packages of one platform alone, so that no other addon comes along. */
const prepare = (tree: string, { os, cpu, libc }: Target) => {
  rmSync(join(tree, 'node_modules'), { recursive: true, force: true });
  const flags = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])];
  const { exitCode, stderr } = Bun.spawnSync(
    [process.execPath, 'install', '--frozen-lockfile', '--production', ...flags],
    { cwd: tree, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (exitCode !== 0) throw new Error(`the packages are not to be had:\n${stderr.toString()}`);
};

const addonIn = (tree: string, { addon }: Target): Buffer => {
  const dir = join(tree, 'node_modules', addon);
  const file = readdirSync(dir).find((name) => name.endsWith('.node'));
  if (file === undefined) throw new Error(`${addon} holds no addon`);
  return readFileSync(join(dir, file));
};

/** How a file can be started here; undefined where it can't. */
const starter = (file: string, { os, cpu, libc }: Target): string[] | undefined => {
  const isOwnLibc = existsSync('/etc/alpine-release') === (libc === 'musl');
  if (os === process.platform && cpu === process.arch && isOwnLibc) return [file];
  const sysroot = '/usr/aarch64-linux-gnu';
  const isEmulated = os === 'linux' && cpu === 'arm64' && libc === 'glibc' && existsSync(sysroot);
  const qemu = isEmulated ? Bun.which('qemu-aarch64-static') : null;
  return qemu ? [qemu, '-L', sysroot, file] : undefined;
};

/** Whether it runs, and gets its addon loaded: the doctor would say so. @throws where it doesn't */
const tell = (file: string, target: Target): string => {
  const command = starter(file, target);
  if (command === undefined) return 'cannot be started here';
  const run = (args: string[]) => Bun.spawnSync([...command, ...args], { env: {} });
  const { stdout, stderr } = run(['version']);
  if (stdout.toString().trim() !== `chat8 ${version}`) {
    throw new Error(`${file} does not start: ${stderr.toString().split('\n')[0]}`);
  }
  const nowhere = join(tmpdir(), 'chat8-nowhere');
  const looked = run([
    'doctor',
    '--json',
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--data-dir',
    nowhere,
  ]);
  const { findings } = JSON.parse(looked.stdout.toString()) as { findings: string[] };
  const loads = !findings.some((line) => line.includes('Argon2 does not load'));
  return `starts${command.length > 1 ? ' under qemu' : ''}, ${loads ? 'loads it' : 'does not load it'}`;
};

const release = (out: string) => {
  mkdirSync(out, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'chat8-release-'));
  try {
    for (const part of carried) cpSync(join(root, part), join(scratch, part), { recursive: true });
    const sums = TARGETS.map((target) => {
      const name = `chat8-${version}-${target.name}`;
      const file = join(out, name);
      prepare(scratch, target);
      build(file, { root: scratch, target: target.bun });
      const bytes = readFileSync(file);
      const faults = faultsOf(bytes, addonIn(scratch, target), target);
      if (faults.length > 0) throw new Error(`${name}: ${faults.join(', ')}`);
      const size = Math.round(bytes.length / 1_024 ** 2);
      process.stdout.write(`${name}: ${size} MiB, its addon inside, ${tell(file, target)}\n`);
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
    });
    writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

release(resolve(process.argv[2] ?? join(root, 'dist/release')));
