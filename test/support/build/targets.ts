// What a release is made for, and how its files are known: by their heads, and by the addon inside.

export interface Target {
  /** As in the name of the file. */
  name: string;
  /** For `bun build`. */
  bun: string;
  os: 'linux' | 'darwin' | 'win32';
  cpu: 'x64' | 'arm64';
  libc?: 'glibc' | 'musl';
  /** The package with the addon for Argon2id. */
  addon: string;
}

const linux = (cpu: 'x64' | 'arm64', libc: 'glibc' | 'musl'): Target => ({
  name: `linux-${cpu}${libc === 'musl' ? '-musl' : ''}`,
  bun: `bun-linux-${cpu}${libc === 'musl' ? '-musl' : ''}`,
  os: 'linux',
  cpu,
  libc,
  addon: `@node-rs/argon2-linux-${cpu}-${libc === 'musl' ? 'musl' : 'gnu'}`,
});

const macos = (cpu: 'x64' | 'arm64'): Target => ({
  name: `macos-${cpu}`,
  bun: `bun-darwin-${cpu}`,
  os: 'darwin',
  cpu,
  addon: `@node-rs/argon2-darwin-${cpu}`,
});

export const TARGETS: Target[] = [
  linux('x64', 'glibc'),
  linux('arm64', 'glibc'),
  linux('x64', 'musl'),
  linux('arm64', 'musl'),
  macos('x64'),
  macos('arm64'),
  {
    name: 'windows-x64.exe',
    bun: 'bun-windows-x64',
    os: 'win32',
    cpu: 'x64',
    addon: '@node-rs/argon2-win32-x64-msvc',
  },
];

const MACHINES: Record<number, string> = {
  62: 'x64', // ELF, e_machine (elf(5))
  183: 'arm64',
  16777223: 'x64', // Mach-O, cputype (mach/machine.h)
  16777228: 'arm64',
  34404: 'x64', // PE, Machine (Microsoft's PE format)
  43620: 'arm64',
};

/** Such as `linux arm64`, for a program and for an addon. */
export const formatOf = (bytes: Buffer): string => {
  const of = (os: string, machine: number) => `${os} ${MACHINES[machine] ?? machine}`;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return of('linux', bytes.readUInt16LE(18));
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return of('darwin', bytes.readUInt32LE(4));
  const head = bytes.readUInt16BE(0) === 0x4d5a ? bytes.readUInt32LE(0x3c) : 0;
  if (head > 0 && bytes.readUInt32BE(head) === 0x50450000) {
    return of('win32', bytes.readUInt16LE(head + 4));
  }
  return 'unknown';
};

/** What is wrong with a file of a release, a line each; empty where nothing is. */
export const faultsOf = (program: Buffer, addon: Buffer, { os, cpu, libc }: Target): string[] => {
  const wanted = `${os} ${cpu}`;
  // The program names its loader near its head, the addon the C library that it is linked with.
  const isMuslProgram = program.subarray(0, 4_096).includes('/ld-musl-');
  const isMuslAddon = !addon.includes('libc.so.6\0');
  return [
    formatOf(program) !== wanted && `the program is for ${formatOf(program)}`,
    formatOf(addon) !== wanted && `the addon is for ${formatOf(addon)}`,
    libc && isMuslProgram !== (libc === 'musl') && 'the program has another libc',
    libc && isMuslAddon !== (libc === 'musl') && 'the addon has another libc',
    !program.includes(addon) && 'the addon is not inside',
  ].filter((line) => typeof line === 'string');
};
