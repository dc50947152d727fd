// Backups that meet trouble: sealed, spoilt, cut short, out of room, killed.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { isAvailable } from '../../support/available';
import { runExecutable, spawnExecutable, startExecutable } from '../../support/executable';
import { openByAge } from '../../support/operator/age';
import type { Person } from '../../support/person';
import { friends } from '../../support/person';
import { fingerprint, goesWithProcess, scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

const passphrase = 'eight swans cross the lake';
const sealed = { CHAT8_BACKUP_PASSPHRASE: passphrase };

const upload = async (from: Person, to: Person, bytes: Uint8Array | string) => {
  const form = new FormData();
  form.set('file', new File([bytes as BlobPart], 'note.txt'));
  form.set('receiver_id', String(to.id));
  const { file_url } = (await from.post('/upload/file', form)).body.data;
  return from.says(to, file_url, { message_type: 'file' });
};

/** A data directory that nobody serves: some messages, some files. */
const lived = async (dir: string, files: number, file_bytes: number) => {
  const server = await startExecutable({ dir });
  const { alice, bob } = await friends(server.url);
  for (let i = 0; i < 20; i += 1) await alice.says(bob, `a secret of alice, number ${i}`);
  for (let i = 0; i < files; i += 1) await upload(alice, bob, randomBytes(file_bytes));
  expect(await server.stop()).toBe(0);
  return server.data;
};

const makeSealed = async () => {
  const dir = goesWithProcess();
  const data = await lived(join(dir, 'home'), 2, 200_000);
  const file = join(dir, 'backup.tar.age');
  const made = await runExecutable({ args: ['backup', file, '--data-dir', data], env: sealed });
  expect([made.code, made.stderr]).toEqual([0, '']);
  return { data, file };
};

let made: ReturnType<typeof makeSealed> | undefined;

/** A sealed backup, and what it was made of: each seal takes a second of the processor. */
const sealedBackup = () => {
  made ??= makeSealed();
  return made;
};

/** The same under the same passphrase, which costs nothing to try here: what comes after it counts. */
const quicklySealed = async (bytes: Uint8Array): Promise<Buffer> => {
  const [opening, sealing] = [new Decrypter(), new Encrypter()];
  opening.addPassphrase(passphrase);
  sealing.setPassphrase(passphrase);
  sealing.setScryptWorkFactor(1);
  return Buffer.from(await sealing.encrypt(await opening.decrypt(bytes)));
};

const oneLine = ({ code, stderr }: { code: number; stderr: string }) => {
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr;
};

test('a sealed backup opens with its passphrase alone, and one changed byte shuts it', async () => {
  using place = scratch();
  const { data, file } = await sealedBackup();
  const bytes = readFileSync(file);
  expect(bytes.toString('latin1')).toStartWith('age-encryption.org/v1\n-> scrypt ');
  expect(bytes.includes('a secret of alice')).toBe(false);
  expect(bytes.includes('SQLite format 3')).toBe(false);

  const secret = join(place.dir, 'secret');
  writeFileSync(secret, `${passphrase}\n`);
  const other = join(place.dir, 'other');
  const restored = await runExecutable({
    args: ['restore', file, '--data-dir', other, '--backup-passphrase-file', secret],
  });
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  const uploads = (dir: string) => fingerprint(dir).filter(([name]) => name.startsWith('files/'));
  expect(uploads(other)).toEqual(uploads(data));
  expect(uploads(other)).toHaveLength(2);

  const check = (env: Record<string, string>, path = file) =>
    runExecutable({ args: ['check', path], env });
  expect((await check(sealed)).stdout).toContain('restorable: true');
  expect(oneLine(await check({}))).toContain('sealed');
  const wrong = { CHAT8_BACKUP_PASSPHRASE: 'nine swans cross the lake' };
  expect(oneLine(await check(wrong))).toContain('passphrase');
  const onTheLine = await runExecutable({ args: ['check', file, '--backup-passphrase', 'x'] });
  expect([onTheLine.code, onTheLine.stderr]).toEqual([2, expect.stringContaining('seen')]);

  const quick = await quicklySealed(bytes);
  const good = join(place.dir, 'good.age');
  writeFileSync(good, quick);
  expect((await check(sealed, good)).stdout).toContain('restorable: true');
  const bad = join(place.dir, 'bad.age');
  for (const at of [60, 130, 70_000, quick.length - 5]) {
    const changed = Buffer.from(quick);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(bad, changed);
    oneLine(await check(sealed, bad));
  }
  for (const left of [20, 300, 65_800, quick.length - 1]) {
    cpSync(good, bad);
    truncateSync(bad, left);
    const empty = join(place.dir, 'empty');
    const refused = await runExecutable({
      args: ['restore', bad, '--data-dir', empty],
      env: sealed,
    });
    oneLine(refused);
    expect(existsSync(empty)).toBe(false);
  }
  const left = ['bad.age', 'good.age', 'other', 'secret'];
  expect(readdirSync(place.dir).sort()).toEqual(left);
}, 300_000);

test.skipIf(!isAvailable('age'))(
  'a sealed backup is opened by the age program, and holds an ordinary tar',
  async () => {
    using place = scratch();
    const { file } = await sealedBackup();
    expect(openByAge(file, passphrase, place.dir)).toBe(0);
    const listed = Bun.spawnSync(['tar', 'tf', 'opened.tar'], { cwd: place.dir });
    const names = listed.stdout.toString().trim().split('\n');
    expect(names).toHaveLength(4);
    expect(names.slice(2)).toEqual(['chat8.db', 'manifest.json']);
  },
  300_000,
);

test('files that are deleted while a backup reads others do not spoil it', async () => {
  using place = scratch();
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const sent = [];
  for (let i = 0; i < 40; i += 1) sent.push(await upload(alice, bob, randomBytes(300_000)));
  const file = join(place.dir, 'backup.tar');
  const child = spawnExecutable({ args: ['backup', file, '--data-dir', server.data] });
  await eventually(() =>
    readdirSync(place.dir).some((name) => existsSync(join(place.dir, name, 'partial'))),
  );
  for (const { id } of sent) await alice.delete(`/messages/${id}`);
  expect(await child.exited).toBe(0);
  const data = join(place.dir, 'data');
  expect((await runExecutable({ args: ['restore', file, '--data-dir', data] })).code).toBe(0);
  expect((await runExecutable({ args: ['check', '--data-dir', data] })).stdout).toBe(
    'no faults found\n',
  );
}, 300_000);

test('uploads that are lost are told of, and older backups that may have them are kept', async () => {
  using place = scratch();
  const backups = join(place.dir, 'backups');
  const env = { CHAT8_BACKUP_DIR: backups, CHAT8_BACKUP_EVERY: '1s', CHAT8_BACKUP_KEEP: '1' };
  await using server = await startExecutable({ env });
  const { alice, bob } = await friends(server.url);
  await upload(alice, bob, randomBytes(3_000));
  const whole = () =>
    existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.tar')) : [];
  await eventually(() => whole().length > 0);
  rmSync(join(server.data, 'files'), { recursive: true });
  await eventually(() => server.output().includes('1 uploads have no bytes'));
  const before = whole();
  await eventually(() => whole().length > before.length);
  expect(whole()).toEqual(expect.arrayContaining(before));
  const file = join(place.dir, 'backup.tar');
  const made = await runExecutable({ args: ['backup', file, '--json', '--data-dir', server.data] });
  expect([made.code, JSON.parse(made.stdout).uploads_missing]).toEqual([1, 1]);
  const { stdout } = await runExecutable({ args: ['status', '--json', '--data-dir', server.data] });
  expect(JSON.parse(stdout)).toMatchObject({
    backup_fault: expect.stringContaining('1 uploads have no bytes'),
    last_backup_missing: 1,
  });
  const data = join(place.dir, 'data');
  expect((await runExecutable({ args: ['restore', file, '--data-dir', data] })).code).toBe(0);
  expect((await runExecutable({ args: ['check', '--data-dir', data] })).code).toBe(0);
}, 300_000);

test('a killed backup or restore changes nothing, and the next one clears up after it', async () => {
  using place = scratch();
  const data = await lived(join(place.dir, 'home'), 1, 40_000_000);
  const before = fingerprint(data);
  const file = join(place.dir, 'backup.tar');
  const args = ['backup', file, '--data-dir', data];
  const leftovers = () => readdirSync(place.dir).filter((name) => name.startsWith('.'));
  const killed = spawnExecutable({ args });
  await eventually(() => leftovers().some((name) => existsSync(join(place.dir, name, 'partial'))));
  killed.kill('SIGKILL');
  await killed.exited;
  expect([existsSync(file), leftovers().length]).toEqual([false, 1]);
  expect(fingerprint(data)).toEqual(before);
  expect((await runExecutable({ args })).code).toBe(0);
  expect(leftovers()).toEqual([]);

  const other = join(place.dir, 'other');
  const restoring = ['restore', file, '--data-dir', other];
  const second = spawnExecutable({ args: restoring });
  await eventually(() => leftovers().some((name) => existsSync(join(place.dir, name, 'data'))));
  second.kill('SIGKILL');
  await second.exited;
  expect([existsSync(other), leftovers().length]).toEqual([false, 1]);
  expect((await runExecutable({ args: restoring })).code).toBe(0);
  expect(leftovers()).toEqual([]);
  const uploads = (dir: string) => fingerprint(dir).filter(([name]) => name.startsWith('files/'));
  expect(uploads(other)).toEqual(uploads(data));
}, 300_000);

test('a disk that fills during a backup or a restore: one line, and nothing is left', async () => {
  using place = scratch();
  const data = await lived(join(place.dir, 'home'), 1, 3_000_000);
  const before = fingerprint(data);
  const file = join(place.dir, 'backup.tar');
  // In blocks of 512 bytes: 1 MB a file.
  const before_program = 'ulimit -f 2000';
  const args = ['backup', file, '--data-dir', data];
  const refused = await runExecutable({ args, before: before_program });
  expect(oneLine(refused)).toContain('takes no more bytes');
  expect([readdirSync(place.dir), fingerprint(data)]).toEqual([['home'], before]);
  expect((await runExecutable({ args })).code).toBe(0);
  const other = join(place.dir, 'other');
  const restoring = ['restore', file, '--data-dir', other];
  oneLine(await runExecutable({ args: restoring, before: before_program }));
  expect(readdirSync(place.dir).sort()).toEqual(['backup.tar', 'home']);
  expect(statSync(file).size).toBeGreaterThan(3_000_000);
  rmSync(file);
  const nowhere = join(data, 'chat8.db', 'backup.tar');
  oneLine(await runExecutable({ args: ['backup', nowhere, '--data-dir', data] }));
}, 300_000);
