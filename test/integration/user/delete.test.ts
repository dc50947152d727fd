// An account that goes takes everything of it along, and gives everything of it before.
import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openedFile } from '../../../src/platform/descriptors/opened-file';
import { wal_scrub_within_ms } from '../../../src/protocol/limits';
import { befriend, call, friends, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const MARK = 'the marmalade is under the stairs';

const holding = (dir: string, text: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));

const scene = async (url: string) => {
  const { alice, bob } = await friends(url);
  const form = new FormData();
  form.set('file', new File([`${MARK} in a file`], 'note.txt'));
  form.set('receiver_id', String(bob.id));
  const { file_url } = (await alice.post('/upload/file', form)).body.data;
  await alice.says(bob, file_url, { message_type: 'file' });
  await alice.says(bob, MARK);
  await bob.says(alice, `no, ${MARK}`);
  return { alice, bob, file_url };
};

test('an erased account is nobody to everyone, and leaves no text on the disk', async () => {
  await using server = await startServer();
  const { alice, bob, file_url } = await scene(server.url);
  const carol = await register(server.url, 'carol');
  await alice.post('/friends/request', { user_id: carol.id });
  using phone = await alice.connect();
  using device = await bob.connect();
  const wrong = await call(server.url, 'DELETE', '/api/v1/user', {
    token: alice.token,
    body: { password: 'wrong one' },
  });
  expect([wrong.status, wrong.body.error.code]).toEqual([401, 'AUTH_003']);
  expect((await bob.get('/friends')).body.data).toHaveLength(1);
  const gone = await call(server.url, 'DELETE', '/api/v1/user', {
    token: alice.token,
    body: { password: alice.password },
  });
  expect(gone.status).toBe(200);
  expect(await phone.closed).toBe(4401);
  expect((await device.event('friend_removed')).data.friend_id).toBe(alice.id);
  expect((await alice.get('/user/profile')).status).toBe(401);
  expect((await bob.get('/friends')).body.data).toEqual([]);
  expect((await bob.get('/conversations')).body.data).toEqual([]);
  expect((await carol.get('/friends/requests')).body.data).toEqual([]);
  expect((await bob.get('/friends/search?q=alice')).body.data).toEqual([]);
  expect((await bob.get(`/messages/${alice.id}`)).body.error.code).toBe('USER_001');
  expect((await bob.get('/messages/search?q=marmalade')).body.data.messages).toEqual([]);
  expect((await call(server.url, 'GET', file_url, { token: bob.token })).status).toBe(404);
  const { events } = (await bob.get(`/events?since=0&epoch=${server.world.epoch}`)).body.data;
  expect(JSON.stringify(events)).not.toContain('marmalade');
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(
    Array.from(events, (_, i) => i + 1),
  );
  const again = await register(server.url, 'alice');
  expect(again.id).not.toBe(alice.id);
  await eventually(() => holding(server.dir, 'marmalade').length === 0, wal_scrub_within_ms);
}, 300_000);

test('what an erased account said is told as deleted, and what others said as it is', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const carol = await register(server.url, 'carol');
  await befriend(bob, carol);
  const said = [await alice.says(bob, 'one'), await bob.says(alice, 'two')];
  const kept = await carol.says(bob, 'three');
  const more = await alice.says(bob, 'four');
  await call(server.url, 'DELETE', '/api/v1/user', {
    token: alice.token,
    body: { password: alice.password },
  });
  const { events } = (await bob.get(`/events?since=0&epoch=${server.world.epoch}`)).body.data;
  const told = (type: string) =>
    events
      .filter((event: { type: string }) => event.type === type)
      .map(({ data }: { data: unknown }) => data);
  expect(told('message_deleted')).toEqual(
    [...said, more].map(({ id }) => ({ message_id: id, friend_id: alice.id })),
  );
  expect(told('message_sent')).toEqual([]);
  expect(told('new_message')).toMatchObject([{ id: kept.id, content: 'three' }]);
});

test('an erasure that a crash cut short goes on with the next housekeeping', async () => {
  await using server = await startServer();
  const { alice } = await scene(server.url);
  const { ledger, accountDeletion } = server.world;
  await ledger.write(({ now }) => void accountDeletion.leave(alice.id, now));
  expect(accountDeletion.unfinished()).toEqual([alice.id]);
  const { clearAccount } = await import('../../../src/features/user/delete');
  for (const id of accountDeletion.unfinished()) await clearAccount(server.world, id);
  expect(accountDeletion.unfinished()).toEqual([]);
});

test('an export is a ZIP of all that is mine, and of nothing else', async () => {
  await using server = await startServer();
  const { alice, bob } = await scene(server.url);
  const mallory = await register(server.url, 'mallory');
  const fetched = await fetch(`${server.url}/api/v1/user/export`, {
    headers: { authorization: `Bearer ${alice.token}` },
  });
  expect(fetched.headers.get('content-type')).toBe('application/zip');
  const path = join(server.dir, 'export.zip');
  await Bun.write(path, await fetched.arrayBuffer());
  const read = Bun.spawnSync([
    'python3',
    '-c',
    'import sys,zipfile,json; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))',
    path,
  ]);
  const files = JSON.parse(read.stdout.toString()) as Record<string, string>;
  expect(JSON.parse(files['profile.json'] ?? '{}')).toMatchObject({ username: 'alice' });
  const said = JSON.parse(files[`conversations/${bob.id}-bob.json`] ?? '[]');
  expect(said.map(({ content }: { content: string }) => content)).toContain(MARK);
  const note = Object.keys(files).find((name) => name.endsWith('/note.txt')) ?? '';
  expect(files[note]).toBe(`${MARK} in a file`);
  expect(JSON.stringify(files)).not.toContain('bob@example.org');
  const other = await mallory.get('/user/export');
  expect(String(other.body)).not.toContain('marmalade');
  expect(existsSync(path)).toBe(true);
});

test('a file that is deleted just when the export comes to it breaks no archive', async () => {
  using place = scratch();
  const path = join(place.dir, 'film');
  const film = Buffer.alloc(3_000_000, 'reel ');
  for (const bytes of [film, Buffer.alloc(0)]) {
    writeFileSync(path, bytes);
    const opened = await openedFile(path);
    rmSync(path);
    const read = opened && (await Array.fromAsync(opened));
    expect(read && Buffer.concat(read).equals(bytes)).toBe(true);
  }
  expect(await openedFile(path)).toBeUndefined();
});
