// What an uploaded file is called: the spellings of many clients, and what the server keeps of them.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveMultipart } from '../../../src/http/multipart/receive';
import { createDisk } from '../../../src/platform/disk';
import { end, part, streamed } from '../../support/network/multipart';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chat8-names-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The name that is kept of a file whose part says this. */
const nameOf = async (parameters: string) => {
  const body = streamed(part(`name="file"; ${parameters}`, 'x') + end);
  const bounds = { bytes_max: 100, fields: [] };
  return (await receiveMultipart(body, createDisk(root), bounds)).file.name;
};

test('a file has its name from the extended spelling, whatever the order and the quoting', async () => {
  const encoded = '=?utf-8?B?5Yqz5YqoLmRvY3g=?=';
  const extended = '%E5%8A%B3%E5%8A%A8.docx';
  const names = {
    [`filename="${encoded}"; filename*=utf-8''${extended}`]: '劳动.docx',
    [`filename*=UTF-8'zh'${extended}; filename="${encoded}"`]: '劳动.docx',
    [`filename=a.docx; filename*="utf-8''${extended}"`]: '劳动.docx',
    [`FileName="a;b.docx" ;  FILENAME* = UTF-8''${extended};`]: '劳动.docx',
    "filename=a.txt; filename*=iso-8859-1''caf%E9.txt": 'café.txt',
    "filename*=UTF-8''100%2522.txt": '100%22.txt',
    // What nobody can decode leaves the plain name.
    "filename=plain.txt; filename*=UTF-8''%FF%FE.txt": 'plain.txt',
    "filename=plain.txt; filename*=UTF-8''100%.txt": 'plain.txt',
    "filename=plain.txt; filename*=koi8-r''%C1.txt": 'plain.txt',
    'filename=plain.txt; filename*=nonsense': 'plain.txt',
    "filename*=UTF-8''; filename=plain.txt": 'plain.txt',
  };
  for (const [parameters, expected] of Object.entries(names)) {
    expect([parameters, await nameOf(parameters)]).toEqual([parameters, expected]);
  }
});

test('a file has the three escapes of browsers undone in its name, and no others', async () => {
  const names = {
    'say %22hi%22.txt': 'say "hi".txt',
    'two%0D%0Alines%0A.txt': 'twolines.txt',
    '100%25 %41%0d%2F%7e.txt': '100%25 %41%0d%2F%7e.txt',
    'say \\"hi\\".txt': 'say "hi".txt',
    'a; filename=b.txt': 'a; filename=b.txt',
  };
  for (const [given, expected] of Object.entries(names)) {
    expect(await nameOf(`filename="${given}"`)).toBe(expected);
  }
});

test('a file loses the path in its name', async () => {
  for (const name of ['../../etc/a.txt', 'C:\\\\Users\\\\alice\\\\a.txt']) {
    expect(await nameOf(`filename="${name}"`)).toBe('a.txt');
  }
});
