// What was deleted leaves the write-ahead log, also where a backup reads at that moment.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../../src/db/file/open';
import { createWalScrub } from '../../../src/db/wal-scrub';
import { createLog } from '../../../src/platform/log';
import { scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

test('a reader that takes its time holds up nobody, and the log is erased once it is done', async () => {
  using place = scratch();
  const { database, close } = await openDatabase(place.dir);
  const path = join(place.dir, 'chat8.db');
  database.run(`INSERT INTO meta (key, value) VALUES ('note', 'a marker of alice')`);
  const reader = new Database(path, { readonly: true });
  reader.run('BEGIN');
  reader.query('SELECT count(*) FROM meta').get();
  database.run(`DELETE FROM meta WHERE key = 'note'`);
  const log = createLog({ level: 'error', pretty: () => false, write: () => {} });
  const walScrub = createWalScrub(database, log, 10);
  walScrub.schedule();
  const pauses_ms: number[] = [];
  for (let last = performance.now(), i = 0; i < 50; i += 1) {
    await Bun.sleep(2);
    pauses_ms.push(performance.now() - last);
    last = performance.now();
  }
  // It tries again and again: the machine itself may hold up one or two of them.
  expect(pauses_ms.toSorted((a, b) => b - a)[2]).toBeLessThan(500);
  const isThere = () => readFileSync(`${path}-wal`, 'latin1').includes('a marker of alice');
  expect(isThere()).toBe(true);
  reader.run('COMMIT');
  reader.close();
  await eventually(() => !isThere());
  walScrub.stop();
  close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test('the copy from before an upgrade goes with the first thing that is deleted after it', async () => {
  using place = scratch();
  const { database, close } = await openDatabase(place.dir);
  const copy = join(place.dir, 'chat8.db.before-upgrade');
  writeFileSync(copy, 'what alice deletes later');
  const said: string[] = [];
  const log = createLog({ level: 'info', pretty: () => false, write: (line) => said.push(line) });
  // The log is scrubbed much later: the copy does not wait for that.
  const walScrub = createWalScrub(database, log, 600_000);
  walScrub.scheduleLog();
  await Bun.sleep(0);
  expect(existsSync(copy)).toBe(true);
  walScrub.schedule();
  walScrub.schedule();
  await eventually(() => said.length > 0);
  expect(existsSync(copy)).toBe(false);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('the copy from before the upgrade is removed');
  walScrub.stop();
  close();
});
