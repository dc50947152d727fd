// Commands as a new operator meets them: help that teaches, exit codes, a trail, space given back.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runExecutable, startExecutable } from '../../support/executable';
import { friends } from '../../support/person';
import { scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

const chat8 = (data: string, ...args: string[]) =>
  runExecutable({ args: [...args, '--data-dir', data] });

test('every command has help of its own, asked for in either way', async () => {
  const { stdout: all } = await runExecutable({ args: ['help'] });
  const names = new Set([...all.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(([, name]) => name ?? ''));
  for (const name of ['version', 'help']) names.delete(name);
  expect(names.size).toBeGreaterThan(9);
  for (const name of names) {
    const one = await runExecutable({ args: ['help', name] });
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(one.stdout).toMatch(/^Usage: chat8 /);
    expect(one.stdout).toContain('Examples:');
    expect(one.stdout).toContain('ends with 0');
    expect(one.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const other = await runExecutable({ args: [name, '--help'] });
    expect(other).toEqual(one);
  }
  const { stdout: ofHelp } = await runExecutable({ args: ['help', '--help'] });
  expect(ofHelp).toContain('Usage: chat8 help [COMMAND]');
  const unknown = await runExecutable({ args: ['help', 'dance'] });
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
  expect(all).not.toContain('--backup-passphrase,');
}, 300_000);

test('a wrong way of asking ends with 2, a refusal with 1', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  for (const args of [
    ['backup'],
    ['user', 'sing'],
    ['user', 'create'],
    ['user', 'create', 'alice', 'alice@example.org', 'x'],
    ['audit', 'x'],
    ['doctor', 'x'],
    ['setup'],
    ['setup', 'apache'],
    ['invite', 'create', '--uses', 'many'],
    ['invite', 'create', '--expires=soon'],
    ['invite', 'create', '--expires=91d'],
    // Flags that are another command's are unknown.
    ['invite', 'list', '--uses', '3'],
    ['status', '--expires', '7d'],
    ['backup', 'x.tar', '--uses=3'],
    ['version', '--json'],
  ]) {
    const { code, stderr } = await chat8(data, ...args);
    expect([args, code]).toEqual([args, 2]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  const said = {
    dance: 'dance is not a command: there are serve, backup, restore, check, user, ',
    'user sing': 'sing is not known; usage: chat8 user list|create|reset-password|',
    'user create': 'NAME is missing; usage: chat8 user create NAME [EMAIL]; see chat8 help user',
    'user disable alice bob': 'bob is one word too many; usage: chat8 user disable NAME; ',
    'setup apache': 'apache is not known; usage: chat8 setup nginx|caddy|haproxy|systemd|docker ',
    'version dance': 'dance is one word too many; usage: chat8 version; see chat8 help version',
    'serve dance': 'dance is not known; see chat8 help',
  };
  for (const [line, words] of Object.entries(said)) {
    const { code, stderr } = await runExecutable({ args: line.split(' ') });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`chat8: ${words}`)]);
  }
  const all = ['invite', 'create', '--uses', '0', '--expires', '0d', '--port', 'x', '--lang=fr'];
  const told = await chat8(data, ...all);
  expect([told.code, told.stderr.trim().split('\n')]).toEqual([
    2,
    [
      'chat8: --uses must be a number from 1 to 100',
      'chat8: --expires must be a time such as 1d, 12h or 30m',
      'chat8: --port must be a number from 0 to 65535',
      'chat8: --lang must be zh or en',
    ],
  ]);
  const odd = await chat8(data, 'check', join(place.dir, 'two\nlines\x1b[31m'));
  expect([odd.code, odd.stderr.trim().split('\n')]).toEqual([
    1,
    [`chat8: there is no ${join(place.dir, 'two lines\uFFFD[31m')}`],
  ]);
  const refused = await chat8(data, 'backup', join(place.dir, 'x.tar'));
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no database')]);
  expect((await chat8(data, 'user', 'create', 'alice', 'alice@example.org')).code).toBe(0);
  const elsewhere = join(place.dir, 'not mounted', 'x.tar');
  const nowhere = await chat8(data, 'backup', elsewhere);
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('does not exist')]);
  expect(readdirSync(place.dir)).toEqual(['data']);
}, 300_000);

test('flags may stand before the words, and what is not valid is said in words', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  const made = await chat8(data, 'user', '--json', 'create', 'alice', 'alice@example.org');
  expect(JSON.parse(made.stdout).username).toBe('alice');
  const text = JSON.parse((await chat8(data, 'setup', '--json', 'caddy')).stdout);
  expect(text).toEqual({ text: expect.stringContaining('reverse_proxy') });
  const asked: [string[], RegExp][] = [
    [['user', 'create', 'a b', 'b@example.org'], /^chat8: username: 2 to 32 letters/],
    [['user', 'create', 'bob', 'nowhere'], /^chat8: email: an e-mail address/],
    [['check', place.dir], /is not a file/],
    [['restore', place.dir], /is not empty/],
    [['restore', place.dir, '--data-dir', `${data}2`], /is not a file/],
    [['restore', join(data, 'chat8.db'), '--data-dir', join(data, 'audit.log')], /no directory/],
    [['restore', join(data, 'chat8.db'), '--data-dir', join(data, 'audit.log/x')], /no directory/],
  ];
  for (const [args, said] of asked) {
    const own = args.includes('--data-dir') ? args : [...args, '--data-dir', data];
    const { code, stdout, stderr } = await runExecutable({ args: own });
    expect([args, code, stdout]).toEqual([args, 1, '']);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  expect(readdirSync(place.dir)).toEqual(['data']);
}, 300_000);

test('commands that come at once, without a server, wait for each other', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  const names = ['alice', 'bob', 'carol'];
  const made = await Promise.all(
    names.map((name) => chat8(data, 'user', 'create', name, `${name}@example.org`)),
  );
  expect(made.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
  const { stdout } = await chat8(data, 'user', 'list', '--json');
  expect(JSON.parse(stdout)).toHaveLength(3);
}, 300_000);

test('what the operator did is in the trail, with who and how it went, and names no secret', async () => {
  using place = scratch();
  await using server = await startExecutable();
  const { bob } = await friends(server.url);
  await chat8(server.data, 'user', 'disable', 'alice');
  await chat8(server.data, 'user', 'create', 'carol', 'carol@example.org');
  await chat8(server.data, 'user', 'create', 'bob', 'bob2@example.org');
  await chat8(server.data, 'user', 'list');
  const made = await chat8(server.data, 'invite', 'create', '--json');
  const { code } = JSON.parse(made.stdout);
  await chat8(server.data, 'invite', 'revoke', code);
  await chat8(server.data, 'user', 'delete', 'alice');
  await chat8(server.data, 'backup', join(place.dir, 'backup.tar'));
  const trail = JSON.parse((await chat8(server.data, 'audit', '--json')).stdout);
  const seen = trail.map((line: Record<string, string>) => [
    line.command,
    line.subject,
    line.outcome,
  ]);
  expect(seen).toEqual([
    ['user disable', expect.stringMatching(/^user \d$/), 'done'],
    ['user create', 'user 3 (carol)', 'done'],
    ['user create', `user ${bob.id} (bob)`, 'refused'],
    ['invite create', '', 'done'],
    ['invite revoke', `invitation ${code.slice(0, 4)}…`, 'done'],
    ['user delete', expect.stringMatching(/^user \d$/), 'done'],
    ['backup', join(place.dir, 'backup.tar'), 'done'],
  ]);
  const me = readFileSync('/etc/passwd', 'utf8').match(
    new RegExp(`^(.*?):.*?:${process.getuid?.()}:`, 'm'),
  );
  expect(trail[0].by).toBe(me?.[1] ?? `uid ${process.getuid?.()}`);
  const text = readFileSync(join(server.data, 'audit.log'), 'utf8');
  for (const secret of ['alice', 'carol', code]) expect(text).not.toContain(secret);
  const data = join(place.dir, 'data');
  expect((await chat8(data, 'restore', join(place.dir, 'backup.tar'))).code).toBe(0);
  const restored = JSON.parse((await chat8(data, 'audit', '--json')).stdout);
  expect(restored.map(({ command }: { command: string }) => command)).toEqual([
    ...seen.slice(0, 6).map(([command]: string[]) => command),
    'restore',
  ]);
}, 300_000);

test('the space of what was deleted is given back to the disk, also while the server runs', async () => {
  using place = scratch();
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const content = 'x'.repeat(60_000);
  for (let i = 0; i < 60; i += 1) await alice.says(bob, content);
  const path = join(server.data, 'chat8.db');
  await chat8(server.data, 'user', 'delete', 'alice');
  const usedBytes = async (): Promise<number> => {
    const said = JSON.parse((await chat8(server.data, 'status', '--json')).stdout);
    return said.database_bytes - said.database_free_bytes;
  };
  await eventually(() => statSync(path).size > 3_000_000);
  // Long texts go out of the search one by one: what is still in there can't be given back.
  await eventually(async () => (await usedBytes()) < 900_000, 60_000);
  const { stdout } = await chat8(server.data, 'compact', '--json');
  expect(JSON.parse(stdout).given_back_bytes).toBeGreaterThan(3_000_000);
  await eventually(() => statSync(path).size < 1_000_000);
  await bob.get('/conversations');
  expect((await chat8(server.data, 'check')).stdout).toBe('no faults found\n');

  // One of before: written anew once, when nobody uses it.
  const old = join(place.dir, 'old');
  const first = await startExecutable({ dir: old });
  expect(await first.stop()).toBe(0);
  const database = new Database(join(first.data, 'chat8.db'));
  database.run('PRAGMA journal_mode = DELETE');
  database.run('PRAGMA auto_vacuum = NONE');
  database.run('VACUUM');
  database.close();
  const second = await startExecutable({ dir: old });
  const refused = await chat8(second.data, 'compact');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('stop the server')]);
  expect(await second.stop()).toBe(0);
  expect((await chat8(second.data, 'compact')).code).toBe(0);
  const third = await startExecutable({ dir: old });
  expect((await chat8(third.data, 'compact')).code).toBe(0);
  expect(await third.stop()).toBe(0);
}, 300_000);
