import { expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takingItsTime } from '../../../src/http/body/slow-body';
import { receiveMultipart } from '../../../src/http/multipart/receive';
import { createDisk } from '../../../src/platform/disk';
import { filePart, multipart } from '../../support/network/multipart';
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
