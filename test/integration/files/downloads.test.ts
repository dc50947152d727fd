// Downloads: what a request says about the version and the part that it wants (RFC 9110, 13, 14).
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { call, friends, type Person } from '../../support/person';
import { type Server, startServer } from '../../support/server';

const uploaded_at = Date.UTC(2026, 10, 26, 12, 0, 0, 400);
const at = (seconds: number) => new Date(uploaded_at + seconds * 1_000).toUTCString();

let server: Server;
let bob: Person;
let path = '';
let etag = '';
beforeAll(async () => {
  server = await startServer({}, { now: () => uploaded_at });
  const people = await friends(server.url);
  bob = people.bob;
  const form = new FormData();
  form.set('file', new File(['0123456789'], 'digits.txt'));
  form.set('receiver_id', String(bob.id));
  const { file_id } = (await people.alice.post('/upload/file', form)).body.data;
  path = `/files/${file_id}`;
  etag = `"${file_id}"`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** Status and body of bob's download, and the same status for HEAD where no range is in it. */
const asked = async (headers: Record<string, string>) => {
  const { status, body } = await bob.get(path, headers);
  if (!('range' in headers)) {
    const head = await call(server.url, 'HEAD', `/api/v1${path}`, { token: bob.token, headers });
    expect([head.status, head.body]).toEqual([status, '']);
  }
  return status === 412 ? [status, body.error.code] : [status, body];
};

const whole = [200, '0123456789'];
const failed = [412, 'REQUEST_008'];
const known = [304, ''];

test('a download says its version', async () => {
  const { headers } = await bob.get(path);
  expect(headers.get('etag')).toBe(etag);
  expect(headers.get('last-modified')).toBe('Thu, 26 Nov 2026 12:00:00 GMT');
  expect(headers.get('accept-ranges')).toBe('bytes');
});

test('every answer of a download says that nothing in it runs', async () => {
  const asking: Record<string, string>[] = [
    {},
    { range: 'bytes=1-2' },
    { range: 'bytes=99-' },
    { 'if-none-match': etag },
  ];
  for (const headers of asking) {
    const answer = await bob.get(path, headers);
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('If-Match gives the version that is named, and no other', async () => {
  for (const value of [etag, '*', ` ${etag} `, `"a,b", ${etag}`, `W/"x",${etag}`]) {
    expect([value, ...(await asked({ 'if-match': value }))]).toEqual([value, ...whole]);
  }
  const others = ['"x"', `W/${etag}`, etag.slice(1, -1), '', '"*"', `"${etag.slice(1, 5)}"`];
  // Nor what only holds a tag.
  const malformed = [`w/${etag}`, `x${etag}`, `${etag}x`, `"x" ${etag}`, `"x, ${etag}`];
  for (const value of [...others, ...malformed]) {
    expect([value, ...(await asked({ 'if-match': value }))]).toEqual([value, ...failed]);
  }
  // It is looked at before all others (13.2.2).
  expect(await asked({ 'if-match': '"x"', 'if-none-match': etag })).toEqual(failed);
  expect(await asked({ 'if-match': '"x"', range: 'bytes=0-1' })).toEqual(failed);
  expect(await asked({ 'if-match': etag, 'if-none-match': etag })).toEqual(known);
  expect(await asked({ 'if-match': etag, range: 'bytes=0-1' })).toEqual([206, '01']);
});

test('If-None-Match spares what is known, by weak comparison', async () => {
  for (const value of [etag, `W/${etag}`, '*', `"x", W/${etag}`]) {
    expect([value, ...(await asked({ 'if-none-match': value }))]).toEqual([value, ...known]);
  }
  for (const value of ['"x"', etag.slice(1, -1), 'W/"x"']) {
    expect([value, ...(await asked({ 'if-none-match': value }))]).toEqual([value, ...whole]);
  }
  const { headers } = await bob.get(path, { 'if-none-match': etag });
  expect([headers.get('etag'), headers.get('cache-control')]).toEqual([etag, 'no-store']);
});

test('dates are looked at where no tag is given', async () => {
  expect(await asked({ 'if-unmodified-since': at(0) })).toEqual(whole);
  expect(await asked({ 'if-unmodified-since': at(-1) })).toEqual(failed);
  expect(await asked({ 'if-unmodified-since': at(-1), 'if-match': etag })).toEqual(whole);
  expect(await asked({ 'if-modified-since': at(0) })).toEqual(known);
  expect(await asked({ 'if-modified-since': at(-1) })).toEqual(whole);
  expect(await asked({ 'if-modified-since': at(0), 'if-none-match': '"x"' })).toEqual(whole);
  for (const nonsense of ['', 'yesterday', '0', '2099-01-01']) {
    expect(await asked({ 'if-modified-since': nonsense })).toEqual(whole);
    expect(await asked({ 'if-unmodified-since': nonsense })).toEqual(whole);
  }
});

test('If-Range gives the part of the same version, else the whole', async () => {
  const range = 'bytes=2-4';
  for (const value of [etag, at(0)]) {
    expect(await asked({ range, 'if-range': value })).toEqual([206, '234']);
  }
  for (const value of ['"x"', `W/${etag}`, at(1), at(-1), 'nonsense']) {
    expect(await asked({ range, 'if-range': value })).toEqual(whole);
  }
  // No part of it would fit, and none is wanted.
  expect(await asked({ range: 'bytes=99-', 'if-range': '"x"' })).toEqual(whole);
});

test('a range is one of bytes; several at once, or nonsense, get the whole', async () => {
  const parts = { '0-0': '0', '5-': '56789', '-3': '789', '-99': '0123456789', '8-99': '89' };
  for (const [part, body] of Object.entries(parts)) {
    for (const range of [`bytes=${part}`, `Bytes=${part}`]) {
      expect([range, ...(await asked({ range }))]).toEqual([range, 206, body]);
    }
  }
  for (const range of ['bytes=0-1,3-4', 'bytes=4-2', 'bytes=-', 'bytes=a-b', 'lines=0-1', '0-1']) {
    expect([range, ...(await asked({ range }))]).toEqual([range, ...whole]);
  }
  for (const range of ['bytes=10-', 'bytes=-0', `bytes=${'9'.repeat(400)}-`]) {
    const { status, body, headers } = await bob.get(path, { range });
    expect([range, status, body]).toEqual([range, 416, '']);
    expect(headers.get('content-range')).toBe('bytes */10');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
