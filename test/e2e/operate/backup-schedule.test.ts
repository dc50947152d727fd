// Backups by the clock.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startExecutable } from '../../support/executable';
import { scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

/** Stops it; one that has ended meanwhile is held by nobody. */
const isHeld = (pid: number): boolean => {
  try {
    process.kill(pid, 'SIGSTOP');
    // proc_pid_stat(5)
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') T ');
  } catch {
    return false;
  }
};

test('a backup that takes longer than its interval is the only one until it ends', async () => {
  using place = scratch();
  const backups = join(place.dir, 'backups');
  const env = { CHAT8_BACKUP_DIR: backups, CHAT8_BACKUP_EVERY: '1s' };
  await using server = await startExecutable({ env });
  const children = () => {
    const { stdout } = Bun.spawnSync(['pgrep', '-P', String(server.pid)]);
    return stdout.toString().split('\n').filter(Boolean).map(Number);
  };
  let slow = 0;
  await eventually(() => {
    slow = children().find(isHeld) ?? 0;
    return slow !== 0;
  });
  // Due again four times meanwhile, and looked at sixteen times.
  await Bun.sleep(4_000);
  expect(children()).toEqual([slow]);
  process.kill(slow, 'SIGCONT');
  await eventually(() => readdirSync(backups).length > 0);
  await eventually(() => children().some((pid) => pid !== slow));
}, 300_000);
