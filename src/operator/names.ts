// What backups are called: by the time they were made, in the order of the alphabet.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

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

/** Removes the oldest beyond the number to keep; those before upgrades are a number of their own. */
export const pruneBackups = (dir: string, keep: number): void => {
  for (const kind of ['', '-before-upgrade'] as const) {
    for (const name of backupsIn(dir, kind).slice(0, -keep)) rmSync(join(dir, name));
  }
};
