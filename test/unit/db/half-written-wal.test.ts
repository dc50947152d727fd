// A server that was killed while it wrote the first bytes of the write-ahead log.
import { expect, test } from 'bun:test';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../../src/db/file/open';
import { scratch } from '../../support/scratch';

const log_bytes = (dir: string) => readFileSync(join(dir, 'chat8.db-wal'));

test('wherever the log of a killed server ends, the next start opens what was committed', async () => {
  using place = scratch();
  const path = join(place.dir, 'chat8.db');
  const first = await openDatabase(place.dir);
  first.database.run("INSERT INTO meta (key, value) VALUES ('kept', '1')");
  const [log, index] = [log_bytes(place.dir), readFileSync(`${path}-shm`)];
  first.database.run('PRAGMA wal_checkpoint(TRUNCATE)');
  first.close();
  expect(log.length).toBeGreaterThan(4_096);
  for (const end of [0, 1, 31, 32, 33, 56, 4_000]) {
    for (const isIndexThere of [false, true]) {
      writeFileSync(`${path}-wal`, log);
      truncateSync(`${path}-wal`, end);
      if (isIndexThere) writeFileSync(`${path}-shm`, index);
      const { database, close } = await openDatabase(place.dir);
      const row = database.query("SELECT value FROM meta WHERE key = 'kept'").get();
      expect([end, row]).toEqual([end, { value: '1' }]);
      close();
    }
  }
});
