import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveMultipart } from '../../../src/http/multipart/receive';
import { createDisk } from '../../../src/platform/disk';
import {
  boundary,
  end,
  field,
  filePart,
  multipart,
  part,
  streamed,
} from '../../support/network/multipart';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chat8-multipart-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const openDisk = async () => {
  const dir = await mkdtemp(join(root, 'data-'));
  const left = () => readdir(join(dir, 'incoming')).catch(() => []);
  return { dir, left, disk: createDisk(dir) };
};

const bounds = { bytes_max: 100_000, fields: ['receiver_id'] };

/** What comes of it: the refusal, after which nothing may be left on the disk. */
const refusalOf = async (request: Request, bound = bounds) => {
  const { disk, left } = await openDisk();
  const refusal = await receiveMultipart(request, disk, bound).then(
    () => 'received',
    (error: unknown) => error,
  );
  expect(await left()).toEqual([]);
  return refusal;
};

const invalidAt = (path: string) => ({
  refusal: 'invalidField',
  details: { fields: [{ path, message: expect.any(String) }] },
});

describe('an upload', () => {
  test('arrives with its name and the fields asked for, in any order', async () => {
    const content = '0123456789'.repeat(9_000);
    const file = filePart(content, '报告 "1".txt'.replaceAll('"', '%22'));
    const wanted = field('receiver_id', '42');
    for (const parts of [
      [file, wanted],
      [wanted, field('other', 'x'), file],
    ]) {
      const { disk, dir, left } = await openDisk();
      const upload = await receiveMultipart(streamed(parts.join('') + end), disk, bounds);
      expect(upload.fields).toEqual({ receiver_id: '42' });
      expect(upload.file).toMatchObject({ size: 90_000, name: '报告 "1".txt' });
      expect(upload.file.head).toHaveLength(4_100);
      expect(await left()).toEqual([upload.file.id]);
      expect(await readFile(join(dir, 'incoming', upload.file.id), 'utf8')).toBe(content);
    }
  });

  test('arrives as the platform itself sends it', async () => {
    const { disk } = await openDisk();
    const form = new FormData();
    form.set('receiver_id', '7');
    form.set('file', new File([new Uint8Array(70_000)], '照片.png', { type: 'image/png' }));
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const { file, fields } = await receiveMultipart(request, disk, bounds);
    expect(file).toMatchObject({ size: 70_000, name: '照片.png' });
    expect(fields).toEqual({ receiver_id: '7' });
  });

  test('may be empty, and may have its name in the extended spelling', async () => {
    const { disk } = await openDisk();
    const body = part(`name="file"; filename*=UTF-8''%E4%BD%A0.txt`, '') + end;
    const { file } = await receiveMultipart(streamed(body), disk, bounds);
    expect(file).toMatchObject({ size: 0, name: '你.txt' });
  });

  test('may have no name (RFC 7578, 4.2)', async () => {
    const typed = 'Content-Type: application/octet-stream\r\n';
    for (const headers of ['', typed]) {
      const { disk } = await openDisk();
      const body = field('receiver_id', '3') + part('name="file"', 'some text', headers) + end;
      const { file, fields } = await receiveMultipart(streamed(body), disk, bounds);
      expect(file).toMatchObject({ size: 9, name: 'file', given_names: [] });
      expect(fields).toEqual({ receiver_id: '3' });
    }
  });

  test('may hold whatever looks like the delimiter and is none', async () => {
    const contents = [
      `\r\n--${boundary}x`,
      `\r\n--${boundary}-`,
      `\r\n--${boundary}--x`,
      `\r\n--${boundary} x\r\n`,
      `--${boundary}\r\n--${boundary.slice(0, -1)}\r\n`,
      `\n--${boundary}--\n`,
      `\r\r\n\r\n--\r\n--${boundary}x`.repeat(90),
      `x\r\n--${boundary}${' '.repeat(1_000)}x`,
    ];
    for (const content of contents) {
      for (const size of [1, 7, 997]) {
        const { disk, dir } = await openDisk();
        const body = streamed(filePart(content) + field('receiver_id', '5') + end, multipart, size);
        const { file, fields } = await receiveMultipart(body, disk, bounds);
        expect(await readFile(join(dir, 'incoming', file.id), 'latin1')).toBe(content);
        expect(fields).toEqual({ receiver_id: '5' });
      }
    }
  });

  test('may have text before and behind it, and white space behind its delimiters', async () => {
    const loose = (text: string) => text.replaceAll(`--${boundary}\r\n`, `--${boundary} \t\r\n`);
    const whole = `hello\r\n${loose(filePart('x') + field('receiver_id', '5'))}`;
    for (const tail of ['--', '--\r\n', '-- \t\r\nbye', `--\r\n${filePart('y')}${end}`]) {
      const { disk, dir } = await openDisk();
      const request = streamed(`${whole}--${boundary}${tail}`);
      const { file, fields } = await receiveMultipart(request, disk, bounds);
      expect(await readFile(join(dir, 'incoming', file.id), 'utf8')).toBe('x');
      expect(fields).toEqual({ receiver_id: '5' });
    }
  });

  test('takes a field with a content type for a field', async () => {
    const { disk } = await openDisk();
    const typed = part('name="receiver_id"', '5', 'Content-Type: application/octet-stream\r\n');
    const { fields } = await receiveMultipart(streamed(filePart('x') + typed + end), disk, bounds);
    expect(fields).toEqual({ receiver_id: '5' });
  });

  test('needs the type of a form', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const refusal = await refusalOf(streamed('{}', type));
      expect(refusal).toMatchObject({ refusal: 'wrongContentType' });
    }
    const bare = new Request('http://localhost/', { method: 'POST' });
    expect(await refusalOf(bare)).toMatchObject({ refusal: 'wrongContentType' });
  });

  test('needs a boundary and a body that keeps to it', async () => {
    const unreadable = { refusal: 'unreadableBody' };
    const whole = filePart('x') + end;
    for (const given of ['', '; boundary', '; boundary=', '; boundary=""', '; boundary= ; a=b']) {
      const refusal = await refusalOf(streamed(whole, `multipart/form-data${given}`));
      expect(refusal).toMatchObject(unreadable);
    }
    const long = `multipart/form-data; boundary=${'x'.repeat(300)}`;
    expect(await refusalOf(streamed(whole, long))).toMatchObject(unreadable);
    const endless = part('name="file"', 'x', `X-Long: ${'x'.repeat(9_000)}\r\n`) + end;
    expect(await refusalOf(streamed(endless))).toMatchObject(unreadable);
    const nameless = part('name="file"', 'x', 'no header\r\n') + end;
    expect(await refusalOf(streamed(nameless))).toMatchObject(unreadable);
    expect(await refusalOf(streamed('garbage'))).toMatchObject(unreadable);
    expect(await refusalOf(streamed(''))).toMatchObject(unreadable);
    const headers = { 'content-type': multipart };
    const empty = new Request('http://localhost/', { method: 'POST', headers });
    expect(await refusalOf(empty)).toMatchObject(unreadable);
  });

  test('leaves nothing behind when it is cut short, wherever that is', async () => {
    const whole = field('receiver_id', '1') + filePart('y'.repeat(3_000)) + end;
    for (const cut of [10, 60, 100, 150, 200, 2_000, whole.length - 8]) {
      const refusal = await refusalOf(streamed(whole.slice(0, cut)));
      expect(refusal).toMatchObject({ refusal: 'unreadableBody' });
    }
  });

  test('leaves nothing behind when the connection breaks', async () => {
    let sent = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) return controller.error(new Error('reset'));
        sent = true;
        controller.enqueue(new Uint8Array(Buffer.from(filePart('z'.repeat(9_000)))));
      },
    });
    const headers = { 'content-type': multipart };
    const request = new Request('http://localhost/', { method: 'POST', headers, body });
    expect(await refusalOf(request)).toMatchObject({ refusal: 'unreadableBody' });
  });

  test('is refused beyond the bound, at it taken', async () => {
    const large = { refusal: 'fileTooLarge', details: { bytes_max: 5_000 } };
    const bound = { ...bounds, bytes_max: 5_000 };
    const over = filePart('x'.repeat(5_001)) + end;
    expect(await refusalOf(streamed(over), bound)).toMatchObject(large);
    const far = filePart('x'.repeat(500_000)) + end;
    expect(await refusalOf(streamed(far), bound)).toMatchObject(large);
    const other = part('name="other"; filename="x"', 'x'.repeat(500_000));
    expect(await refusalOf(streamed(other + filePart('x') + end), bound)).toMatchObject(large);
    const { disk } = await openDisk();
    const exact = streamed(filePart('x'.repeat(5_000)) + end);
    expect((await receiveMultipart(exact, disk, bound)).file.size).toBe(5_000);
  });

  test('is refused by its declared length before a byte is read', async () => {
    const headers = { 'content-type': multipart, 'content-length': '999999999' };
    const request = new Request('http://localhost/', { method: 'POST', headers, body: 'x' });
    expect(await refusalOf(request)).toMatchObject({ refusal: 'fileTooLarge' });
  });

  test('needs exactly one file', async () => {
    const missing = [
      field('receiver_id', '1') + end,
      field('file', '') + end,
      filePart('', '') + end,
      part('name="picture"; filename="a"', 'x') + end,
    ];
    for (const body of missing) {
      expect(await refusalOf(streamed(body))).toMatchObject(invalidAt('file'));
    }
    const two = filePart('x'.repeat(2_000)) + filePart('y'.repeat(2_000)) + end;
    expect(await refusalOf(streamed(two))).toMatchObject(invalidAt('file'));
  });

  test('has bounded fields, each once', async () => {
    const at = invalidAt('receiver_id');
    const long = filePart('x') + field('receiver_id', '1'.repeat(2_000)) + end;
    expect(await refusalOf(streamed(long))).toMatchObject(at);
    const twice = filePart('x') + field('receiver_id', '1') + field('receiver_id', '2') + end;
    expect(await refusalOf(streamed(twice))).toMatchObject(at);
    const many = filePart('x') + field('other', 'x').repeat(40) + end;
    expect(await refusalOf(streamed(many))).toMatchObject(invalidAt('body'));
  });

  test('cannot reach a prototype by the name of a field', async () => {
    const { disk } = await openDisk();
    const body = field('__proto__', 'x') + filePart('x') + end;
    const { fields } = await receiveMultipart(streamed(body), disk, bounds);
    expect(fields).toEqual({});
  });

  test('passes on that the disk cannot store', async () => {
    const disk = createDisk(join(root, 'missing', 'place'));
    const request = streamed(filePart('x'.repeat(9_000)) + end);
    const refusal = await receiveMultipart(request, disk, bounds).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ refusal: 'cannotStore' });
  });
});
