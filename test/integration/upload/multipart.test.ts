// Bodies of forms over real connections: whatever comes, an answer comes back within its transfer,
// and what was refused or cut short leaves nothing on the disk.
import { expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../support/attack/nonsense';
import { pour } from '../../support/network/wire';
import { friends, type Person } from '../../support/person';
import { type Server, startServer } from '../../support/server';
import { eventually } from '../../support/timing';

/** More bytes than come; then the sending side is closed, or stays open. */
interface Promised {
  bytes: number;
  isClosed: boolean;
}

/** What the server said to an upload of these bytes. */
const send = (url: string, token: string, type: string, pieces: Buffer[], more?: Promised) => {
  const sum = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
  const lines = [
    'POST /api/v1/upload/file HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    `Content-Type: ${type}`,
    `Content-Length: ${more?.bytes ?? sum}`,
  ];
  return pour(url, lines, pieces, more?.isClosed);
};

const statusOf = (said: string) => /^HTTP\/1\.1 (\d{3}) /.exec(said)?.[1] ?? said;
const codeOf = (said: string) => /"code":"(\w+)"/.exec(said)?.[1];

/** The files that are on the disk: those on their way, and those that stay. */
const left = ({ dir }: Server) => {
  const list = (name: string) =>
    readdirSync(join(dir, name), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length;
  return { incoming: list('incoming'), files: list('files') };
};

const wholeForm = (boundary: string, bob: Person, content = 'hello') =>
  Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="receiver_id"\r\n\r\n${bob.id}\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n` +
      `${content}\r\n--${boundary}--\r\n`,
    'latin1',
  );

const scene = async () => {
  const server = await startServer();
  const { alice, bob } = await friends(server.url);
  // The folders are there from the first upload on.
  const first = await send(server.url, alice.token, 'multipart/form-data; boundary=x', [
    wholeForm('x', bob),
  ]);
  expect(statusOf(first)).toBe('201');
  return { server, alice, bob };
};

test('a form without a boundary is refused at once, also before its body has come', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  for (const type of ['', '; boundary', '; boundary=', '; boundary=""', '; charset=utf-8']) {
    for (const body of [wholeForm('', bob), wholeForm('x', bob), Buffer.from('--\r\n----\r\n')]) {
      const said = await send(server.url, alice.token, `multipart/form-data${type}`, [body]);
      expect([type, statusOf(said), codeOf(said)]).toEqual([type, '400', 'REQUEST_001']);
    }
    const more = { bytes: 5_000, isClosed: false };
    const said = await send(server.url, alice.token, `multipart/form-data${type}`, [], more);
    expect([type, statusOf(said), codeOf(said)]).toEqual([type, '400', 'REQUEST_001']);
  }
  expect(left(server)).toEqual({ incoming: 0, files: 1 });
});

test('a form with any boundary that a line can hold is taken', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  const boundaries = [
    'x',
    '-',
    '--',
    '----',
    "'()+_,-./:=?",
    'a b',
    'x'.repeat(70),
    'x'.repeat(200),
  ];
  for (const boundary of boundaries) {
    const type = `multipart/form-data; boundary="${boundary}"`;
    for (const content of ['', 'hello', `--${boundary}--`, `\r\n--${boundary.slice(0, -1)}\r\n`]) {
      const body = wholeForm(boundary, bob, content);
      const said = await send(server.url, alice.token, type, [body]);
      expect([boundary, statusOf(said)]).toEqual([boundary, '201']);
      expect(said).toContain(`"file_size":${content.length},`);
    }
  }
  expect(left(server)).toEqual({ incoming: 0, files: 1 + boundaries.length * 4 });
});

test('a form that is cut short anywhere is refused and leaves nothing', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  const type = 'multipart/form-data; boundary=x';
  const whole = wholeForm('x', bob);
  const last = whole.length - 4;
  for (let cut = 0; cut < last; cut += 1) {
    const said = await send(server.url, alice.token, type, [whole.subarray(0, cut)]);
    expect([cut, statusOf(said), codeOf(said)]).toEqual([cut, '400', 'REQUEST_001']);
  }
  for (let cut = 10; cut < last; cut += 40) {
    const more = { bytes: 5_000, isClosed: true };
    const said = await send(server.url, alice.token, type, [whole.subarray(0, cut)], more);
    expect(said).not.toMatch(/no answer|201/);
  }
  expect(left(server)).toEqual({ incoming: 0, files: 1 });
});

test('a form that came whole is kept if its sender, who then closes one half, hears of it, and else not', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  const type = 'multipart/form-data; boundary=x';
  const whole = wholeForm('x', bob, 'y'.repeat(50_000));
  const heard: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const more = { bytes: whole.length, isClosed: true };
    heard.push(statusOf(await send(server.url, alice.token, type, [whole], more)));
  }
  const told = heard.filter((status) => status === '201').length;
  // The runtime answers nobody who closed a half; the front before it lets everybody hear.
  expect([...new Set(heard)]).toEqual([server.url.startsWith('https:') ? '201' : '']);
  await eventually(() => Bun.deepEquals(left(server), { incoming: 0, files: 1 + told }));
  await eventually(async () => {
    const { files } = (await alice.get('/user/storage')).body.data;
    return files === 5 + told * 50_000;
  });
});

test('a program is refused by the name that loses, too', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  const named = async (parameters: string) => {
    const text = wholeForm('x', bob).toString().replace('filename="a.txt"', parameters);
    const type = 'multipart/form-data; boundary=x';
    return send(server.url, alice.token, type, [Buffer.from(text)]);
  };
  for (const parameters of [
    `filename="setup.exe"; filename*=UTF-8''notes.txt`,
    `filename="notes.txt"; filename*=UTF-8''setup%2Eexe`,
    `filename=notes.txt; filename=setup.exe`,
  ]) {
    const said = await named(parameters);
    expect([parameters, statusOf(said), codeOf(said)]).toEqual([parameters, '400', 'FILE_001']);
  }
  expect(left(server)).toEqual({ incoming: 0, files: 1 });
  const right = await named(
    `filename="=?utf-8?B?5Yqz5YqoLmRvY3g=?="; filename*=utf-8''%E5%8A%B3.docx`,
  );
  expect(Buffer.from(right, 'latin1').toString()).toContain('"file_name":"劳.docx"');
});

/** Bodies that were whole, and what mallory makes of them. */
const nonsense = (seed: number, bob: Person) => {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const pick = <Item>(items: readonly Item[]): Item => items[upTo(items.length - 1)] as Item;
  const boundaries = [
    'x',
    '-',
    '--',
    'a b',
    '\t',
    '\xe4',
    '0'.repeat(70),
    '0'.repeat(260),
    '"',
    '',
  ];
  return () => {
    const boundary = pick(boundaries);
    const piece = () =>
      pick([
        () => `--${boundary}\r\n`,
        () => `\r\n--${boundary}${pick(['', '-', '--', '\n', ' \r\n', '\r', '--\r\n'])}`,
        () => `content-disposition: form-data; name="${pick(['file', 'receiver_id', '', '\r'])}"`,
        () => `content-disposition: ${pick(['form-data', ';', '"', 'attachment; name=file'])}`,
        () => `filename*=${pick(["UTF-8''%", "''", 'x', "utf-8''%e4%bd%a0.txt"])}`,
        () => pick(['\r\n\r\n', '\r\n', '\n', '\r', ' ', '\0', ';', '=', '"', '\\', ':']),
        () => wholeForm(boundary, bob, 'y'.repeat(upTo(200))).toString('latin1'),
        () => String.fromCharCode(...Array.from({ length: upTo(30) }, () => upTo(255))),
        () => 'z'.repeat(upTo(20_000)),
      ])();
    let text = Array.from({ length: upTo(8) }, piece).join('');
    if (random() < 0.3) text = wholeForm(boundary, bob, text).toString('latin1');
    if (random() < 0.3) text = text.slice(0, upTo(text.length));
    const body = Buffer.from(text, 'latin1');
    const cut = upTo(body.length);
    const quoted = pick([boundary, `"${boundary}"`, `"${boundary}`, `${boundary}; boundary=y`]);
    return {
      type: `multipart/form-data; boundary=${quoted}`,
      pieces: [body.subarray(0, cut), body.subarray(cut)],
      more: random() < 0.1 ? { bytes: body.length + 1 + upTo(100), isClosed: true } : undefined,
    };
  };
};

test('any nonsense is answered, and only what was answered with 201 is on the disk', async () => {
  const { server, alice, bob } = await scene();
  await using _ = server;
  const next = nonsense(20_261_126, bob);
  const statuses: Record<string, number> = {};
  for (let round = 0; round < 60; round += 1) {
    const sent = Array.from({ length: 10 }, next);
    const answers = await Promise.all(
      sent.map(({ type, pieces, more }) => send(server.url, alice.token, type, pieces, more)),
    );
    answers.forEach((said, index) => {
      const { type, pieces, more } = sent[index] as (typeof sent)[number];
      // Who promised more than came, and went, hears nothing or a refusal.
      const status = more !== undefined && said === '' ? 'gone' : statusOf(said);
      const expected = more === undefined ? /^(201|400|422)$/ : /^(400|422|gone)$/;
      if (!expected.test(status)) {
        throw new Error(`${status}: ${type} ${Buffer.concat(pieces).toString('latin1')}`);
      }
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  }
  // All kinds were met.
  expect(Math.min(...['201', '400', '422'].map((status) => statuses[status] ?? 0))).toBeGreaterThan(
    9,
  );
  expect(left(server)).toEqual({ incoming: 0, files: 1 + (statuses[201] ?? 0) });
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
