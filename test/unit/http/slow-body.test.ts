import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pieceByPiece } from '../../../src/http/body/pieces';
import { takingItsTime } from '../../../src/http/body/slow-body';
import { receiveMultipart } from '../../../src/http/multipart/receive';
import { createDisk } from '../../../src/platform/disk';
import { end, field, filePart, multipart } from '../../support/network/multipart';
import { scratch } from '../../support/scratch';

const post = (body: ReadableStream) =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': multipart },
    body,
  });

test('a body of which nothing comes any more is answered, and leaves nothing', async () => {
  using made = scratch();
  const { dir } = made;
  const stopped = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(Buffer.from(filePart('hello')))),
  });
  const bounds = { bytes_max: 1_000, fields: [], idle_ms: 20 };
  const received = receiveMultipart(post(stopped), createDisk(dir), bounds);
  expect(await received.catch((error: unknown) => error)).toMatchObject({
    refusal: 'unreadableBody',
  });
  const incoming = join(dir, 'incoming');
  expect(existsSync(incoming) ? readdirSync(incoming) : []).toEqual([]);
});

test('the clock of the runtime runs again after a body, whatever came of it', async () => {
  const seconds: number[] = [];
  const server = { timeout: (_: Request, each: number) => void seconds.push(each) };
  const arriving = { request: new Request('http://localhost/'), server };
  expect(await takingItsTime(arriving, async () => seconds.at(-1))).toBe(0);
  const failed = takingItsTime(arriving, () => Promise.reject(new Error('cut')));
  expect(await failed.catch(({ message }: Error) => message)).toBe('cut');
  expect(seconds).toEqual([0, 30, 0, 30]);
});

async function* piecesOf(text: string, bytes: number): AsyncGenerator<Uint8Array> {
  const all = new Uint8Array(Buffer.from(text));
  for (let at = 0; at < all.length; at += bytes) yield all.slice(at, at + bytes);
}

test('the memory of a piece is given back when the next one is asked for, in a turn of its own each', async () => {
  const turns: string[] = [];
  const lock = async (bytes: number) => {
    turns.push(`in ${bytes}`);
    return () => void turns.push('out');
  };
  const seen: Uint8Array[] = [];
  for await (const piece of pieceByPiece(piecesOf('x'.repeat(50_000), 20_000), lock)) {
    expect(seen.map(({ byteLength }) => byteLength)).toEqual(seen.map(() => 0));
    seen.push(piece);
    turns.push(`${piece.byteLength}`);
  }
  expect(turns.join(' ')).toBe('in 20000 20000 out in 20000 20000 out in 10000 10000 out');
  // A small one is left to the garbage collection.
  expect(seen.map(({ byteLength }) => byteLength)).toEqual([0, 0, 10_000]);
});

test('an upload is stored whole wherever its pieces end, though each is given back', async () => {
  const content = `${'tea\r\n--'.repeat(9_000)}end`;
  const form = `${field('receiver_id', '42')}${filePart(content)}${field('other', 'x')}${end}`;
  const lock = async () => () => {};
  for (const bytes of [
    16_384,
    16_385,
    20_011,
    63_000,
    63_119,
    63_120,
    63_121,
    64_000,
    form.length,
  ]) {
    using made = scratch();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for await (const piece of piecesOf(form, bytes)) controller.enqueue(piece);
        controller.close();
      },
    });
    const bounds = { bytes_max: 1_000_000, fields: ['receiver_id'], lock };
    const { file, fields } = await receiveMultipart(post(body), createDisk(made.dir), bounds);
    expect(fields).toEqual({ receiver_id: '42' });
    expect(readFileSync(join(made.dir, 'incoming', file.id)).toString()).toBe(content);
    expect(Buffer.from(file.head).toString()).toBe(content.slice(0, 4_100));
  }
});
