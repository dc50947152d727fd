// Whether the database takes writes is proven by one that is as large as those that failed.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { migrate } from '../../../src/db/file/migrate';
import { createEventLog } from '../../../src/db/ledger/event-log';
import { createLedger } from '../../../src/db/ledger/ledger';
import { createMeta } from '../../../src/db/meta';
import { createWriteProof } from '../../../src/db/write-proof';
import { content_bytes_max } from '../../../src/protocol/limits';

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

test('where a small write finds room but a message does not, the database takes no writes', async () => {
  const database = new Database(':memory:', { strict: true });
  migrate(database);
  const meta = createMeta(database);
  const eventLog = createEventLog(database);
  const clock = { now: () => 5 };
  const ledger = createLedger({ database, eventLog, clock, log, publish: quiet });
  const prove = createWriteProof({ ledger, meta });
  await prove();
  const text = () => ledger.write(() => meta.put('text', 'x'.repeat(content_bytes_max)));
  const pages = database.query<{ page_count: number }, []>('PRAGMA page_count').get()?.page_count;
  database.run(`PRAGMA max_page_count = ${(pages ?? 0) + 3}`);
  await expect(text()).rejects.toThrow('cannotStore');
  await ledger.write(() => meta.put('small', 'a small one finds room'));
  for (let asked = 0; asked < 2; asked += 1) await expect(prove()).rejects.toThrow('cannotStore');
  database.run('PRAGMA max_page_count = 1000000');
  await prove();
  await text();
  expect(meta.read('written_at')).toBe('5');
});
