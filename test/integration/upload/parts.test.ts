// Uploads that go on where they stopped: over the network, whatever cuts them.
import { expect, test } from 'bun:test';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MIB } from '../../../src/protocol/limits';
import { upload_part_bytes_max } from '../../../src/protocol/upload-limits';
import {
  begun,
  codeOf,
  done,
  partsAndFiles,
  put,
  stands,
} from '../../support/network/upload-parts';
import { friends, type Person } from '../../support/person';
import { type Server, startServer } from '../../support/server';

/** Bytes that tell where they stand. */
const bytesOf = (size: number) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 255;
  return bytes;
};

const fetched = async ({ url, token }: Person, file_url: string) =>
  (await fetch(`${url}${file_url}`, { headers: { authorization: `Bearer ${token}` } })).bytes();

/** Sends the beginning of a part, until it is on the disk, and no more. */
const beginPart = async (
  { dir }: Pick<Server, 'dir'>,
  { url, token }: Person,
  { id, offset, sent }: { id: string; offset: number; sent: Uint8Array<ArrayBuffer> },
) => {
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({ start: (to) => to.enqueue(sent) });
  const path = `${url}/api/v1/upload/parts/${id}?offset=${offset}`;
  const headers = { authorization: `Bearer ${token}` };
  const init = { method: 'PUT', headers, body, signal: gone.signal };
  const answer = fetch(path, init).catch(() => undefined);
  const file = join(dir, 'parts', id);
  while (statSync(file).size < offset + sent.length) await Bun.sleep(5);
  return { answer, leave: () => gone.abort() };
};

test('a file of several parts arrives as it was, and is a file like any other', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const bytes = bytesOf(upload_part_bytes_max + 3 * MIB + 7);
  const id = await begun(alice, bob, bytes.length, '/home/alice/film.bin');
  expect((await stands(alice, id)).body.data).toEqual({ offset: 0 });
  const first = await put(alice, id, 0, bytes.subarray(0, upload_part_bytes_max));
  expect([first.status, first.body.data]).toEqual([200, { offset: upload_part_bytes_max }]);
  const early = await done(alice, id);
  expect(codeOf(early)).toEqual([422, 'REQUEST_002']);
  expect(early.body.error.details.offset).toBe(upload_part_bytes_max);
  const last = await put(alice, id, upload_part_bytes_max, bytes.subarray(upload_part_bytes_max));
  expect(last.body.data).toEqual({ offset: bytes.length });
  expect((await bob.get('/user/storage')).body.data.files).toBe(0);
  const answer = await done(alice, id);
  expect(answer.status).toBe(201);
  const { file_id, file_url } = answer.body.data;
  expect(answer.body.data).toEqual({
    file_id,
    file_url: `/api/v1/files/${file_id}`,
    file_name: 'film.bin',
    file_size: bytes.length,
    file_type: 'application/octet-stream',
  });
  expect(partsAndFiles(server)).toEqual({ parts: 0, files: 1 });
  await alice.says(bob, 'a film', { file_id, message_type: 'file' });
  expect(Buffer.compare(await fetched(bob, file_url), bytes)).toBe(0);
  expect((await alice.get('/user/storage')).body.data.files).toBe(bytes.length);
});

test('whoever did not hear that it is done asks again, and there is one file', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 5);
  await put(alice, id, 0, 'hello');
  const [first, second] = await Promise.all([done(alice, id), done(alice, id)]);
  const third = await done(alice, id);
  expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
  expect(second.body.data).toEqual(first.body.data);
  expect(third.body.data).toEqual(first.body.data);
  expect((await stands(alice, id)).body.data).toEqual({ offset: 5 });
  expect(codeOf(await put(alice, id, 5, ''))).toEqual([404, 'REQUEST_003']);
  expect(codeOf(await done(bob, id))).toEqual([404, 'REQUEST_003']);
  expect(partsAndFiles(server)).toEqual({ parts: 0, files: 1 });
});

test('an empty file needs no part', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const answer = await done(alice, await begun(alice, bob, 0, 'nothing.txt'));
  expect([answer.status, answer.body.data.file_size]).toEqual([201, 0]);
  expect((await fetched(bob, answer.body.data.file_url)).length).toBe(0);
});

test('a wrong offset is refused with the right one, and changes nothing', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 10);
  await put(alice, id, 0, 'hello');
  for (const offset of [0, 4, 6, 10, 999_999]) {
    const answer = await put(alice, id, offset, 'world');
    expect(codeOf(answer)).toEqual([422, 'REQUEST_002']);
    expect(answer.body.error.details).toMatchObject({ offset: 5, fields: [{ path: 'offset' }] });
  }
  for (const offset of ['', 'x', '-1', '05', '5.0', '1e1']) {
    expect([offset, ...codeOf(await put(alice, id, offset, 'world'))]).toEqual([
      offset,
      422,
      'REQUEST_002',
    ]);
  }
  const beyond = await put(alice, id, 5, 'worlds');
  expect(codeOf(beyond)).toEqual([422, 'REQUEST_002']);
  expect(beyond.body.error.details).toMatchObject({ offset: 5, fields: [{ path: 'body' }] });
  const streamed = new Response('worlds and more').body as ReadableStream;
  expect(codeOf(await put(alice, id, 5, streamed))).toEqual([422, 'REQUEST_002']);
  expect((await put(alice, id, 5, 'world')).body.data).toEqual({ offset: 10 });
  const { file_url } = (await done(alice, id)).body.data;
  expect(Buffer.from(await fetched(bob, file_url)).toString()).toBe('helloworld');
});

test('a part above 8 MiB is refused, with a length and without', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 20 * MIB);
  const large = new Uint8Array(upload_part_bytes_max + 1);
  expect(codeOf(await put(alice, id, 0, large))).toEqual([413, 'REQUEST_005']);
  const streamed = new Response(large).body as ReadableStream;
  expect(codeOf(await put(alice, id, 0, streamed))).toEqual([413, 'REQUEST_005']);
  expect((await stands(alice, id)).body.data).toEqual({ offset: 0 });
});

test('what came of a part that broke off is there, and the rest goes on behind it', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const bytes = bytesOf(300_000);
  const id = await begun(alice, bob, bytes.length);
  let offset = 0;
  while (offset < 200_000) {
    const sent = bytes.slice(offset, offset + 70_000);
    (await beginPart(server, alice, { id, offset, sent })).leave();
    // A later part waits for what the broken one leaves, whether it was noticed or not.
    const asked = await put(alice, id, 999_999, 'x');
    expect(codeOf(asked)).toEqual([422, 'REQUEST_002']);
    const next = asked.body.error.details.offset;
    expect(next).toBe(offset + 70_000);
    offset = next;
  }
  expect((await stands(alice, id)).body.data).toEqual({ offset });
  await put(alice, id, offset, bytes.subarray(offset));
  const { file_url } = (await done(alice, id)).body.data;
  expect(Buffer.compare(await fetched(bob, file_url), bytes)).toBe(0);
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a part whose connection is dead without a word is stopped by the next one', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const bytes = bytesOf(100_000);
  const id = await begun(alice, bob, bytes.length);
  const part = await beginPart(server, alice, { id, offset: 0, sent: bytes.slice(0, 40_000) });
  const asked = await put(alice, id, 999_999, 'x');
  expect(asked.body.error.details.offset).toBe(40_000);
  expect((await part.answer)?.status).toBe(422);
  const last = await put(alice, id, 40_000, bytes.subarray(40_000));
  expect(last.body.data).toEqual({ offset: bytes.length });
  const { file_url } = (await done(alice, id)).body.data;
  expect(Buffer.compare(await fetched(bob, file_url), bytes)).toBe(0);
});
