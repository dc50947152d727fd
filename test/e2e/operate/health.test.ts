// What the server knows of its own health, and tells: room on its disk, its data, its writes.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { mkdirSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { runExecutable, startExecutable } from '../../support/executable';
import type { Person } from '../../support/person';
import { call, friends, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

const upload = (from: Person, to: Person, bytes: number) => {
  const form = new FormData();
  form.set('file', new File(['x'.repeat(bytes)], 'note.txt'));
  form.set('receiver_id', String(to.id));
  return from.post('/upload/file', form);
};

const statusOf = async (data: string) =>
  JSON.parse((await runExecutable({ args: ['status', '--json', '--data-dir', data] })).stdout);

test('where room runs out uploads are refused, and messages go on', async () => {
  using place = scratch();
  const { bavail, bsize } = statfsSync(place.dir);
  // More than is free: as on a disk that is nearly full, whatever this one is.
  const min_free = `${Math.ceil((bavail * bsize * 2) / 1_024 ** 3)}G`;
  const dir = join(place.dir, 'home');
  await using server = await startExecutable({ dir, env: { CHAT8_MIN_FREE: min_free } });
  const { alice, bob } = await friends(server.url);
  const refused = await upload(alice, bob, 10);
  expect([refused.status, refused.body.error.code]).toEqual([503, 'SERVER_002']);
  expect(readdirSync(server.data)).not.toContain('files');
  await alice.says(bob, 'we can still talk');
  await eventually(() => server.output().includes('uploads are refused until there is room'));
  expect((await statusOf(server.data)).room).toStartWith('short');
  const { status, body } = await call(server.url, 'GET', '/healthz');
  expect([status, body.room]).toEqual([200, 'short']);
  expect(await server.stop()).toBe(0);

  const free = `${Math.floor((bavail * bsize) / 2 / 1_024 ** 2)}M`;
  await using roomy = await startExecutable({ dir, env: { CHAT8_MIN_FREE: free } });
  await eventually(() => roomy.output().includes('room on the disk runs low'));
  const again = await call(roomy.url, 'POST', '/api/v1/auth/login', {
    body: { username: 'alice', password: alice.password },
  });
  const token = again.body.data.access_token;
  const form = new FormData();
  form.set('file', new File(['x'], 'note.txt'));
  form.set('receiver_id', String(bob.id));
  const kept = await call(roomy.url, 'POST', '/api/v1/upload/file', { token, body: form });
  expect(kept.status).toBe(201);
}, 300_000);

test('after a crash the data is checked beside the service, and the result is told', async () => {
  using place = scratch();
  const dir = join(place.dir, 'home');
  const first = await startExecutable({ dir });
  const { alice, bob } = await friends(first.url);
  await alice.says(bob, 'just before the crash');
  await first.stop('SIGKILL');
  const second = await startExecutable({ dir });
  await eventually(() => second.output().includes('the check found no faults'));
  expect((await statusOf(second.data)).check_after_crash).toBe('passed');
  expect(await second.stop()).toBe(0);

  const third = await startExecutable({ dir });
  expect((await statusOf(third.data)).check_after_crash).toBe('not needed');
  await third.stop('SIGKILL');
  // A row that refers to nobody: nothing that a start looks at. Left open, so that the log stays.
  const database = new Database(join(third.data, 'chat8.db'));
  database.run('PRAGMA foreign_keys = OFF');
  database.run(
    'INSERT INTO sessions (user_id, created_at, last_used_at, expires_at) VALUES (99, 1, 1, 9e15)',
  );
  await using fourth = await startExecutable({ dir });
  database.close();
  await eventually(() => fourth.output().includes('the check found faults'));
  expect((await statusOf(fourth.data)).check_after_crash).toBe('found faults');
  const { status, body } = await call(fourth.url, 'GET', '/healthz');
  expect([status, body.check]).toEqual([200, 'found faults']);
}, 300_000);

test('metrics tell of writes, deliveries, space and backups', async () => {
  using place = scratch();
  const token = 'a long enough token';
  await using server = await startExecutable({ env: { CHAT8_METRICS_TOKEN: token } });
  const { alice, bob } = await friends(server.url);
  using device = await bob.connect();
  await alice.says(bob, 'a secret of alice');
  await device.event('new_message');
  await upload(alice, bob, 1_000);
  const file = join(place.dir, 'backup.tar');
  const args = ['backup', file, '--data-dir', server.data];
  expect((await runExecutable({ args })).code).toBe(0);
  const { body } = await call(server.url, 'GET', '/metrics', { token });
  const reading = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1]);
  expect(reading('chat8_commit_seconds_count')).toBeGreaterThan(3);
  expect(reading('chat8_queue_seconds_count')).toBe(reading('chat8_commit_seconds_count'));
  expect(reading('chat8_writes_total')).toBeGreaterThan(3);
  expect(reading('chat8_writes_failed_total')).toBe(0);
  expect(reading('chat8_deliveries_total')).toBeGreaterThan(0);
  expect(reading('chat8_request_seconds_count')).toBeGreaterThan(3);
  expect(reading('chat8_upload_bytes')).toBe(1_000);
  expect(reading('chat8_database_bytes')).toBeGreaterThan(4_096);
  expect(reading('chat8_free_bytes')).toBeGreaterThan(0);
  expect(reading('chat8_backup_bytes')).toBeGreaterThan(4_096);
  const age_s = Date.now() / 1_000 - reading('chat8_backup_proven_timestamp_seconds');
  expect(age_s).toBeLessThan(60);
  expect(body).not.toContain('alice');
  // Each metric stands once, and every line is a comment or a value.
  const types = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(types).size).toBe(types.length);
  const odd = body.split('\n').filter((line: string) => !/^(#.*|\S+(\{.*\})? \S+)?$/.test(line));
  expect(odd).toEqual([]);
}, 300_000);

test('a directory that cannot be backed up says so in status, until it can', async () => {
  using place = scratch();
  const backups = join(place.dir, 'backups');
  mkdirSync(join(backups, 'x'), { recursive: true });
  const blocked = join(backups, 'x', 'no directory');
  await Bun.write(blocked, 'in the way');
  await using server = await startExecutable({ env: { CHAT8_BACKUP_DIR: join(blocked, 'y') } });
  await register(server.url, 'alice');
  await eventually(() => server.output().includes('the backup failed'));
  const told = await statusOf(server.data);
  expect(told.backup_fault).toEndWith('is no directory');
  expect(told.last_backup).toBe('none');
}, 300_000);
