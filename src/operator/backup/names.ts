// Names of backups: by the time they were made, so that they sort by name.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inWords } from './fault';

const NAME = /^chat8-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z(-before-upgrade)?\.tar(\.age)?$/;

type Kind = '' | '-before-upgrade';

export const backupName = (at: number, isSealed: boolean, kind: Kind = ''): string => {
  const stamp = new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(':', '');
  return `chat8-${stamp}${kind}.tar${isSealed ? '.age' : ''}`;
};

/** When it was made, ms. */
export const timeOf = (name: string): number => {
  const [, day, h, m, s] = NAME.exec(name) ?? [];
  return Date.parse(`${day}T${h}:${m}:${s}Z`);
};

/** Makes the directory for scheduled backups, 0700. @throws BackupError */
export const makeBackupsDirectory = (dir: string): void => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw inWords(error, dir);
  }
};

/** Oldest first. */
export const backupsIn = (dir: string, kind: Kind = ''): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => {
          const found = NAME.exec(name);
          return found !== null && (found[5] ?? '') === kind;
        })
        .sort()
    : [];

/** Removes the oldest beyond the number to keep; those from upgrades are counted separately. */
export const pruneBackups = (dir: string, keep: number): void => {
  for (const kind of ['', '-before-upgrade'] as const) {
    for (const name of backupsIn(dir, kind).slice(0, -keep)) rmSync(join(dir, name));
  }
};
