// What a test needs beyond Bun. Where one is missing its tests are left out with a
// clear line; in CI, which installs them all, a missing one is a failure.
import { canMakeNamespaces } from './network/namespaces';

// Some of them are not for everybody's PATH.
const PATH = `${Bun.env.PATH}:/usr/sbin:/sbin`;
const isThere: Record<string, () => boolean> = {
  chromium: () => Bun.which('chromium') !== null,
  'firefox-esr': () => Bun.which('firefox-esr') !== null,
  prlimit: () => Bun.which('prlimit') !== null,
  nginx: () => Bun.which('nginx', { PATH }) !== null,
  caddy: () => Bun.which('caddy', { PATH }) !== null,
  haproxy: () => Bun.which('haproxy', { PATH }) !== null,
  pebble: () => Bun.which('pebble', { PATH }) !== null,
  'systemd-analyze': () => Bun.which('systemd-analyze', { PATH }) !== null,
  age: () => Bun.which('age') !== null && Bun.which('python3') !== null,
  turnutils: () => Bun.which('turnutils_uclient', { PATH }) !== null,
  turnserver: () => Bun.which('turnserver', { PATH }) !== null,
  'network namespaces': canMakeNamespaces,
  certutil: () => Bun.which('certutil') !== null,
  setpriv: () => Bun.which('setpriv') !== null,
  openssl: () => Bun.which('openssl') !== null,
  node: () => Bun.which('node') !== null,
  'python3-requests': () =>
    ['/usr/bin/python3', 'python3'].some(
      (python) =>
        Bun.which(python) !== null &&
        Bun.spawnSync([python, '-c', 'import requests']).exitCode === 0,
    ),
};

/** Whether `program` is there. @throws in CI where it is not. */
export const isAvailable = (program: string): boolean => {
  if (isThere[program]?.()) return true;
  if (Bun.env.CHAT8_CI) throw new Error(`${program} is missing, and CI leaves nothing out`);
  process.stderr.write(
    `left out: tests that need ${program}, which this machine lacks or forbids\n`,
  );
  return false;
};
