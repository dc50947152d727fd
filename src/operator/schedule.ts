// Backups by the clock: each in a process of its own, the oldest beyond the number to keep removed.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { backup_look_every_ms } from '../limits';
import type { Log } from '../platform/log';

const NAME = /^chat8-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.tar$/;

const stamp = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(':', '');

const timeOf = (name: string) => {
  const [, day = '', h = '', m = '', s = ''] = /^chat8-(\S+)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
  return Date.parse(`${day}T${h}:${m}:${s}Z`);
};

/** The program itself, from source or compiled. */
const self = () =>
  Bun.main.includes('$bunfs') || Bun.main.includes('~BUN')
    ? [process.execPath]
    : [process.execPath, Bun.main];

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
  let running: Bun.Subprocess | undefined;
  const look = async () => {
    const newest = known().at(-1);
    const isDue = newest === undefined || timeOf(newest) + backup_every_s * 1_000 <= Date.now();
    if (running || !isDue) return;
    mkdirSync(backup_dir, { recursive: true, mode: 0o700 });
    const file = join(backup_dir, `chat8-${stamp(Date.now())}.tar`);
    running = Bun.spawn([...self(), 'backup', file, '--data-dir', data_dir], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const told = await new Response(running.stderr as ReadableStream).text();
    const code = await running.exited;
    running = undefined;
    if (code !== 0) return log.error('the backup failed', { reason: told.trim() });
    log.info('a backup was made and proven', { file });
    for (const name of known().slice(0, -backup_keep)) rmSync(join(backup_dir, name));
  };
  const timer = setInterval(() => void look(), backup_look_every_ms);
  const first = setTimeout(() => void look(), 0);
  return () => {
    clearInterval(timer);
    clearTimeout(first);
    running?.kill();
  };
};
