import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDisk } from '../../../src/platform/disk';

const source = JSON.stringify(join(import.meta.dir, '../../../src/platform/disk'));

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chat8-disk-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const openDisk = async () => {
  const dir = await mkdtemp(join(root, 'data-'));
  const incoming = () => readdir(join(dir, 'incoming'));
  return { dir, disk: createDisk(dir), incoming };
};

async function* pieces(count: number, size: number, end?: Error) {
  for (let index = 0; index < count; index += 1) yield new Uint8Array(size).fill(index);
  if (end) throw end;
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('the disk', () => {
  test('keeps what it received, byte for byte, out of reach of others', async () => {
    const { dir, disk, incoming } = await openDisk();
    const received = await disk.receive(pieces(3, 3_000), 9_000);
    expect(received.size).toBe(9_000);
    expect(received.id).toMatch(/^[a-z2-7]{32}$/);
    const expected = Buffer.concat([0, 1, 2].map((value) => Buffer.alloc(3_000, value)));
    expect(received.head).toEqual(new Uint8Array(expected.subarray(0, 4_100)));
    expect(await incoming()).toEqual([received.id]);
    expect(await disk.received(received.id)).toEqual(new Uint8Array(expected));
    await disk.keep('files', received.id);
    await disk.discard(received.id);
    expect(await incoming()).toEqual([]);
    const path = disk.path('files', received.id);
    expect(await readFile(path)).toEqual(expected);
    expect(path).toStartWith(join(dir, 'files', received.id.slice(0, 2)));
    expect(await modeOf(path)).toBe(0o600);
    for (const place of [dirname(path), join(dir, 'files'), join(dir, 'incoming')]) {
      expect(await modeOf(place)).toBe(0o700);
    }
  });

  test('makes private files and directories also under a strange umask', async () => {
    const { dir } = await openDisk();
    const script = `
      import { createDisk } from ${source};
      process.umask(Number(process.argv[1]));
      const disk = createDisk(process.argv[2]);
      const { id } = await disk.write(new Uint8Array(3));
      await disk.keep('files', id);
      console.log(disk.path('files', id));
    `;
    for (const umask of ['0', String(0o277)]) {
      const { stdout } = Bun.spawnSync([process.execPath, '-e', script, umask, dir]);
      const path = stdout.toString().trim();
      expect(await modeOf(path)).toBe(0o600);
      expect(await modeOf(dirname(path))).toBe(0o700);
    }
  });

  test('keeps bytes at hand, empty ones too', async () => {
    const { disk } = await openDisk();
    const { id, size } = await disk.write(new Uint8Array(0));
    await disk.keep('avatars', id);
    expect(size).toBe(0);
    expect(await Bun.file(disk.path('avatars', id)).bytes()).toHaveLength(0);
  });

  test('refuses a file beyond the bound and leaves nothing of it', async () => {
    const { disk, incoming } = await openDisk();
    const refusal = await failure(disk.receive(pieces(10, 1_000), 9_999));
    expect(refusal).toMatchObject({ refusal: 'fileTooLarge', details: { bytes_max: 9_999 } });
    expect(await incoming()).toEqual([]);
    expect((await disk.receive(pieces(10, 1_000), 10_000)).size).toBe(10_000);
  });

  test('stops reading from a source that is too long', async () => {
    const { disk } = await openDisk();
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) yield new Uint8Array(1_000);
      } finally {
        closed = true;
      }
    };
    const refusal = await failure(disk.receive(endless(), 5_000));
    expect(refusal).toMatchObject({ refusal: 'fileTooLarge' });
    expect(closed).toBe(true);
  });

  test('passes on what the source throws and leaves nothing of it', async () => {
    const { disk, incoming } = await openDisk();
    const cut = Object.assign(new Error('cut short'), { code: 'ECONNRESET' });
    expect(await failure(disk.receive(pieces(3, 1_000, cut), 9_999))).toBe(cut);
    expect(await incoming()).toEqual([]);
  });

  test('says that it cannot store when the system refuses', async () => {
    const disk = createDisk(join(root, 'nowhere', 'at-all'));
    const refusal = await failure(disk.write(new Uint8Array(1)));
    expect(refusal).toMatchObject({ refusal: 'cannotStore', cause: { code: 'ENOENT' } });
    expect(await failure(disk.keep('files', 'a'.repeat(32)))).toMatchObject({
      refusal: 'cannotStore',
    });
  });

  test('leaves nothing of a file that the system stops in the middle', async () => {
    const script = `
      import { createDisk } from ${source};
      import { readdirSync } from 'node:fs';
      process.on('SIGXFSZ', () => {});
      const error = await createDisk(process.argv[1]).write(new Uint8Array(4e6)).catch((e) => e);
      console.log(error.refusal, readdirSync(process.argv[1] + '/incoming').length);
    `;
    const { dir } = await openDisk();
    const command = `ulimit -f 1000; exec "$0" -e "$1" "$2"`;
    const { stdout } = Bun.spawnSync(['bash', '-c', command, process.execPath, script, dir]);
    expect(stdout.toString()).toBe('cannotStore 0\n');
  });

  test('discards and removes, also what is not there', async () => {
    const { disk, incoming } = await openDisk();
    const first = await disk.write(new Uint8Array(5));
    await disk.discard(first.id);
    await disk.discard(first.id);
    expect(await incoming()).toEqual([]);
    const second = await disk.write(new Uint8Array(5));
    await disk.keep('files', second.id);
    await disk.remove('files', second.id);
    await disk.remove('files', second.id);
    expect(existsSync(disk.path('files', second.id))).toBe(false);
  });

  test('knows no path for an id that is none of ours', async () => {
    const { disk } = await openDisk();
    const right = 'a'.repeat(32);
    for (const id of ['', '../../etc/passwd', right.toUpperCase(), `${right}a`, `${right}\n`]) {
      expect(() => disk.path('files', id)).toThrow(RangeError);
      expect(() => disk.remove('files', id)).toThrow(RangeError);
      expect(() => disk.discard(id)).toThrow(RangeError);
    }
  });

  test('sweeps what was cut short, and follows no link out of its directory', async () => {
    const { dir, disk, incoming } = await openDisk();
    await disk.reconcile(() => undefined);
    const kept = await disk.write(new Uint8Array(5));
    await disk.keep('files', kept.id);
    await disk.discard(kept.id);
    await disk.write(new Uint8Array(5));
    const outside = join(dir, 'outside');
    await writeFile(outside, 'x');
    await symlink(outside, join(dir, 'incoming', 'link'));
    await disk.reconcile(() => undefined);
    expect(await incoming()).toEqual([]);
    expect(existsSync(outside)).toBe(true);
    expect(existsSync(disk.path('files', kept.id))).toBe(true);
  });

  test('keeps what has a row and sweeps what has none, wherever the program ended', async () => {
    const { disk, incoming } = await openDisk();
    const kept = await disk.write(Buffer.from('kept'));
    await disk.keep('files', kept.id);
    const received = await disk.write(Buffer.from('received'));
    const rowless = await disk.write(Buffer.from('rowless'));
    await disk.keep('avatars', rowless.id);
    const settled = await disk.write(Buffer.from('settled'));
    await disk.keep('files', settled.id);
    await disk.discard(settled.id);
    await disk.reconcile((id: string) => (id === rowless.id ? undefined : 'files'));
    expect(await incoming()).toEqual([]);
    for (const { id, head } of [kept, received, settled]) {
      expect(await readFile(disk.path('files', id))).toEqual(Buffer.from(head));
    }
    expect(existsSync(disk.path('avatars', rowless.id))).toBe(false);
  });
});
