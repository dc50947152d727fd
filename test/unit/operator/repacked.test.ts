// Backups that were packed once more on their way: named as what they are, by restore and check.
import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { downloadZip } from 'client-zip';
import { type Header, pack } from 'tar-stream';
import { openDatabase } from '../../../src/db/file/open';
import { backup } from '../../../src/operator/backup/backup';
import { checkBackup } from '../../../src/operator/backup/check';
import { silent } from '../../../src/operator/backup/progress';
import { restore } from '../../../src/operator/backup/restore';
import { seal } from '../../../src/operator/backup/seal';
import { scratch } from '../../support/scratch';

const passphrase = 'eight swans cross the lake';

const tarOf = async (
  entries: [Partial<Header> & { name: string }, Uint8Array | string][],
): Promise<Uint8Array> => {
  const archive = pack();
  for (const [header, bytes] of entries) {
    if (header.type === 'directory') archive.entry(header);
    else archive.entry(header, typeof bytes === 'string' ? bytes : Buffer.from(bytes));
  }
  archive.finalize();
  return new Uint8Array(await new Response(archive as never).arrayBuffer());
};

const sealedOf = async (bytes: Uint8Array) => {
  const pieces: Uint8Array[] = [];
  const source = async function* () {
    yield bytes;
  };
  for await (const piece of seal(source(), passphrase)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

/** The first six bytes of every .xz file (its format's specification, 2.1.1.1). */
const xz = (bytes: Uint8Array) => Buffer.concat([Buffer.from('fd377a585a00', 'hex'), bytes]);

type Way = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const WAYS: [how: string, pack: Way, said: RegExp][] = [
  ['by gzip', gzipSync, /^it is packed with gzip: unpack it first \(gunzip\)/],
  ['by zstd', zstdCompressSync, /^it is packed with zstd/],
  ['by xz', xz, /^it is packed with xz/],
  [
    'into a zip',
    async (input) => new Uint8Array(await downloadZip([{ name: 'a', input }]).arrayBuffer()),
    /^it is packed with zip/,
  ],
  [
    'into a tar',
    (bytes) => tarOf([[{ name: 'backups/chat8.tar' }, bytes]]),
    /^it is a tar with another archive in it/,
  ],
  [
    'as a directory, after it was unpacked',
    (bytes) =>
      tarOf([
        [{ name: './', type: 'directory' }, ''],
        [{ name: './chat8.db' }, bytes],
      ]),
    /^it was unpacked and packed again/,
  ],
  [
    'file by file, after it was unpacked',
    (bytes) => tarOf([[{ name: 'data/chat8.db' }, bytes]]),
    /^it was unpacked and packed again/,
  ],
  ['by gzip before it was sealed', (bytes) => sealedOf(gzipSync(bytes)), /^it is packed with gzip/],
  [
    'as text by age',
    () => Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\n'),
    /^it is sealed as text/,
  ],
  ['as the database alone', () => Buffer.from('SQLite format 3\0'), /^it is a database alone/],
  [
    'together with what is no backup’s',
    (bytes) => tarOf([[{ name: 'note.txt' }, bytes]]),
    /^it holds what no backup holds/,
  ],
];

test('a backup that was packed once more is named as such, and nothing is restored', async () => {
  using place = scratch();
  const data_dir = join(place.dir, 'data');
  (await openDatabase(data_dir)).close();
  const good = join(place.dir, 'good.tar');
  await backup({ data_dir, target: good, passphrase: undefined, progress: silent });
  const before = readdirSync(place.dir).length;
  for (const [how, pack, said] of WAYS) {
    const file = join(place.dir, 'packed');
    const into = join(place.dir, 'restored');
    writeFileSync(file, await pack(readFileSync(good)));
    const order = { file, passphrase, progress: silent };
    const told = await checkBackup(order).catch(({ message }: Error) => message);
    expect([how, told]).toEqual([how, expect.stringMatching(said)]);
    const refused = await restore({ ...order, data_dir: into }).catch((e: Error) => e.message);
    expect([how, refused]).toEqual([how, told]);
    expect(existsSync(into)).toBe(false);
    expect(readdirSync(place.dir)).toHaveLength(before + 1);
  }
  const order = { file: good, passphrase: undefined, progress: silent };
  expect((await checkBackup(order)).counts.users).toBe(0);
});
