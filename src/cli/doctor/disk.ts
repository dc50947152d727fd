// What is wrong with the directories.
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/config';
import { check } from '../../operator/backup/check';
import { codeOf } from '../../platform/error-code';
import { GIB, MIB } from '../../protocol/limits';
import { loadAddon } from '../../values/password';

/** The nearest existing directory. */
const standing = (path: string): string => (existsSync(path) ? path : standing(dirname(path)));

const ofPlace = (path: string, what: string): string[] => {
  const place = standing(path);
  if (!statSync(place).isDirectory()) return [`${place} is no directory, for ${what}`];
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) === 'EROFS') {
      return [`${what} ${place} is on a disk that can only be read`];
    }
    const us = process.getuid?.() ?? 0;
    return [
      `${what} ${place} is not writable for user ${us}; it belongs to ${statSync(place).uid}`,
    ];
  }
  const { bavail, bsize } = statfsSync(place);
  const free = Math.round((bavail * bsize) / MIB);
  return free * MIB < GIB ? [`${what} ${place} has ${free} MB left: less than 1 GB`] : [];
};

const ofMode = (path: string): string[] => {
  if (process.platform === 'win32' || !existsSync(path)) return [];
  const others = statSync(path).mode & 0o077;
  return others === 0 ? [] : [`others on this machine can look into ${path}: chmod 700 ${path}`];
};

/** A clock that is behind what it wrote before. */
const ofClock = (data_dir: string): string[] => {
  const database = join(data_dir, 'chat8.db');
  const ahead_ms = existsSync(database) ? statSync(database).mtimeMs - Date.now() : 0;
  const minutes = Math.round(ahead_ms / 60_000);
  return minutes > 5
    ? [`the clock is wrong: the database was written ${minutes} minutes from now`]
    : [];
};

const ofAddon = (): Promise<string[]> =>
  loadAddon().then(
    () => [],
    () => [
      `the fast Argon2 does not load from ${tmpdir()} (noexec, or no libgcc?): passwords take two to three times as long; set TMPDIR to another directory`,
    ],
  );

export const ofDisk = async ({ data_dir, backup_dir }: Config): Promise<string[]> => {
  const faults = [...ofPlace(data_dir, 'the data directory'), ...ofMode(data_dir)];
  if (backup_dir !== undefined) {
    faults.push(...ofPlace(backup_dir, 'the backup directory'));
  }
  faults.push(...ofClock(data_dir), ...(await ofAddon()));
  const checked = existsSync(data_dir) ? check(data_dir) : [];
  // Of a database that can't be read at all, the reason is the finding.
  faults.push(...(await Promise.resolve(checked).catch(({ message }: Error) => [message])));
  return faults;
};
