// The write-ahead log is moved into the database by a thread, while this one goes on writing.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createCheckpointer } from '../../../src/db/file/checkpointer';
import { openDatabase } from '../../../src/db/file/open';
import { scratch } from '../../support/scratch';

const every_pages = 64;
const page_bytes = 4_096;
/** Ten pages at least. */
const large = 'x'.repeat(10 * page_bytes);

const framesIn = (database: Database): number =>
  database.query<{ log: number }, []>('PRAGMA wal_checkpoint(NOOP)').get()?.log ?? 0;

test('whoever writes much begins the log again and again, and all of it is in the database', async () => {
  using place = scratch();
  const { database, close } = await openDatabase(place.dir);
  // It would be the writer's own work much later.
  database.run('PRAGMA wal_autocheckpoint = 100000');
  database.run('CREATE TABLE texts (text TEXT NOT NULL)');
  const checkpointer = createCheckpointer(database, every_pages);
  const faults: string[] = [];
  checkpointer.onFailure((fault) => faults.push(fault));
  let begun = 0;
  let written = 0;
  // Seconds on a machine on which a thread takes that long to start.
  const end = performance.now() + 20_000;
  for (; begun < 3 && performance.now() < end; written += 1) {
    const before = framesIn(database);
    database.run('INSERT INTO texts VALUES (?)', [large]);
    checkpointer.committed();
    if (framesIn(database) < before) begun += 1;
    await new Promise((next) => setImmediate(next));
  }
  expect(faults).toEqual([]);
  expect(begun).toBe(3);
  checkpointer.stop();
  const path = join(place.dir, 'chat8.db');
  expect(statSync(path).size).toBeGreaterThan(2 * every_pages * page_bytes);
  close();
  using again = new Database(path, { readonly: true });
  expect(again.query('SELECT count(*) AS count FROM texts').get()).toEqual({ count: written });
  expect(again.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
});

test('a thread that fails is said once, and writing goes on', async () => {
  using place = scratch();
  const { database, close } = await openDatabase(place.dir);
  database.run('CREATE TABLE texts (text TEXT NOT NULL)');
  // Nothing is at the path that its thread is told.
  const elsewhere = Object.assign(Object.create(database) as Database, {});
  Object.defineProperty(elsewhere, 'filename', { value: join(place.dir, 'none', 'chat8.db') });
  Object.defineProperty(elsewhere, 'query', { value: database.query.bind(database) });
  const checkpointer = createCheckpointer(elsewhere, every_pages);
  const failed = Promise.withResolvers<string>();
  const faults: string[] = [];
  checkpointer.onFailure((fault) => {
    faults.push(fault);
    failed.resolve(fault);
  });
  const write = () => {
    database.run('INSERT INTO texts VALUES (?)', [large]);
    checkpointer.committed();
  };
  for (let i = 0; i < 80; i += 1) write();
  expect(await failed.promise).toContain('unable to open');
  for (let i = 0; i < 80; i += 1) write();
  await Bun.sleep(0);
  expect(faults).toHaveLength(1);
  close();
});
