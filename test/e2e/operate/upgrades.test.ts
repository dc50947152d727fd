// What comes with time: upgrades, and messages that are not kept for ever.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFirstVersion } from '../../support/data/first-version';
import { runExecutable, startExecutable } from '../../support/executable';
import { friends } from '../../support/person';
import { fingerprint, scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const root = join(import.meta.dir, '../../..');

test('a database of the first version is upgraded, and kept beside as it was until somebody is erased', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-years-'));
  const data = join(dir, 'data');
  mkdirSync(data);
  const old = new Database(join(data, 'chat8.db'));
  const first = readFileSync(join(root, 'drizzle/0000_start.sql'), 'utf8');
  for (const sql of first.split('--> statement-breakpoint')) old.run(sql);
  old.run('PRAGMA user_version = 1');
  old.run(
    `INSERT INTO users (username, username_key, email, email_key, kdf_salt, auth_hash, created_at,
       last_login, last_seen)
     VALUES ('alice', 'alice', 'alice@example.org', 'alice@example.org', '', x'', 1, 1, 1)`,
  );
  old.close();
  const server = await startExecutable({ dir });
  const listed = await runExecutable({ args: ['user', 'list', '--json', '--data-dir', data] });
  expect(JSON.parse(listed.stdout)).toMatchObject([{ username: 'alice' }]);
  const kept = join(data, 'chat8.db.before-upgrade');
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  using before = new Database(kept, { readonly: true });
  expect(before.query('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  // Whoever is erased is in no file any more.
  const erased = await runExecutable({ args: ['user', 'delete', 'alice', '--data-dir', data] });
  expect(erased.code).toBe(0);
  await eventually(() => !existsSync(kept));
  expect(await server.stop()).toBe(0);
  rmSync(dir, { recursive: true, force: true });
}, 300_000);

test('messages older than the operator keeps them are deleted for both, and both are told', async () => {
  await using server = await startServer({ CHAT8_RETENTION_DAYS: '30' });
  const { alice, bob } = await friends(server.url);
  const old = await alice.says(bob, 'an old one');
  await bob.says(alice, 'a young one');
  const { ledger } = server.world;
  using device = await bob.connect();
  const database = new Database(join(server.dir, 'chat8.db'));
  database.run('PRAGMA busy_timeout = 5000');
  database.run('UPDATE messages SET created_at = 1 WHERE id = ?', [old.id]);
  database.close();
  const { expireMessages } = await import('../../../src/features/messages/retention');
  while (await expireMessages(server.world, Date.now() - 30 * 86_400_000));
  expect((await device.event('message_deleted')).data.message_id).toBe(old.id);
  const { messages, pagination } = (await bob.get(`/messages/${alice.id}`)).body.data;
  expect(messages.map(({ content }: { content: string }) => content)).toEqual(['a young one']);
  expect(pagination.total).toBe(1);
  await eventually(() => ledger.waiting() === 0);
}, 300_000);

test('where no backup can be made before an upgrade, nothing is upgraded', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  makeFirstVersion(data, 10, 'the plan of the garden');
  const inTheWay = join(place.dir, 'a file');
  writeFileSync(inTheWay, '');
  const before = fingerprint(data);
  const { code, stderr } = await runExecutable({
    args: ['--port', '0', '--data-dir', data, '--backup-dir', join(inTheWay, 'backups')],
  });
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('not upgraded, for the backup before it failed');
  using kept = new Database(join(data, 'chat8.db'));
  expect(kept.query('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  const rest = (files: [string, string][]) => files.filter(([name]) => name.startsWith('files/'));
  expect(rest(fingerprint(data))).toEqual(rest(before));
}, 300_000);
