// Backups by the clock: each in a process of its own, the oldest beyond the number to keep removed.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { backup_look_every_ms } from '../limits';
import type { Log } from '../platform/log';
import { runSelf } from '../platform/self';

const NAME = /^chat8-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.tar(\.age)?$/;

const stamp = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(':', '');

const timeOf = (name: string) => {
  const [, day = '', h = '', m = '', s = ''] = /^chat8-(\S+)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
  return Date.parse(`${day}T${h}:${m}:${s}Z`);
};

/** Returns what stops it. */
export const startBackups = (config: Config, log: Log): (() => void) => {
  const { backup_dir, backup_every_s, backup_keep, data_dir } = config;
  if (backup_dir === undefined) return () => {};
  const known = () =>
    existsSync(backup_dir)
      ? readdirSync(backup_dir)
          .filter((name) => NAME.test(name))
          .sort()
      : [];
  let running: ReturnType<typeof runSelf> | undefined;
  const look = async () => {
    const newest = known().at(-1);
    const isDue = newest === undefined || timeOf(newest) + backup_every_s * 1_000 <= Date.now();
    if (running || !isDue) return;
    const ending = config.backup_passphrase === undefined ? 'tar' : 'tar.age';
    const file = join(backup_dir, `chat8-${stamp(Date.now())}.${ending}`);
    // A passphrase in the environment is handed down with it.
    const { backup_passphrase_file: secret } = config;
    running = runSelf([
      ...['backup', file, '--data-dir', data_dir],
      ...(secret === undefined ? [] : ['--backup-passphrase-file', secret]),
    ]);
    const { code, stderr } = await running.ended;
    running = undefined;
    if (code !== 0) return log.error('the backup failed', { reason: stderr });
    log.info('a backup was made and proven', { file });
    for (const name of known().slice(0, -backup_keep)) rmSync(join(backup_dir, name));
  };
  const timer = setInterval(() => void look(), backup_look_every_ms);
  const first = setTimeout(() => void look(), 0);
  return () => {
    clearInterval(timer);
    clearTimeout(first);
    running?.stop();
  };
};
