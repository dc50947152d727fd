// Uploads of hostile names: no name, type or field of a form is a fault of the server, and what
// was taken can be read again by both, and exported.
import { expect, test } from 'bun:test';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';

const NAMES = [
  '',
  ' ',
  '.',
  '..',
  '/',
  '\\',
  '%',
  '%00',
  '%22',
  '%0D%0A',
  'a%ff',
  '__proto__',
  'a"b',
]
  .concat(['a\\"b', "utf-8''%ff", '=?utf-8?B?/w==?=', '\ud800', 'a\udc00', '\u202egnp.exe', '👍'])
  .concat([
    'x'.repeat(300),
    '界'.repeat(200),
    `${'👍'.repeat(63)}ab👍`,
    'con',
    'a:b',
    'a;b',
    'a\tb',
  ])
  .concat([
    'a\u0000b',
    'a\r\nb: c',
    '{"toString":1}',
    '*',
    '?',
    'ﬁ',
    'e\u0301',
    'a/../../b',
    '~',
    '-rf',
  ]);
const TYPES = [
  '',
  'x',
  'text/plain; charset=',
  'image/png;a="',
  '*/*',
  'a/b/c',
  'multipart/mixed',
  ';',
];
const IDS = [
  '',
  '0',
  '01',
  '-1',
  '1e0',
  '{"toString":1}',
  '__proto__',
  '9'.repeat(400),
  '👍',
  ' 2',
];

test('no name, type or field of an upload is a fault, and what was taken is given back', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const upload = async (path: string, form: FormData) => {
    const answer = await alice.post(path, form);
    const said = JSON.stringify(answer.body).slice(0, 300);
    expect([said, answer.status < 500, said.startsWith('{"success"')]).toEqual([said, true, true]);
    return answer;
  };
  const formOf = (name: string, type: string, id: string) => {
    const form = new FormData();
    form.append('file', new File(['hello'], name, { type }));
    form.append('receiver_id', id);
    return form;
  };
  const taken: string[] = [];
  for (const name of NAMES) {
    const { status, body } = await upload('/upload/file', formOf(name, '', String(bob.id)));
    if (status === 201) taken.push(body.data.file_id);
    await upload('/upload/avatar', formOf(name, 'image/png', ''));
  }
  expect(taken.length).toBeGreaterThan(10);
  for (const type of TYPES) await upload('/upload/file', formOf('a.txt', type, String(bob.id)));
  for (const id of IDS) {
    const { status } = await upload('/upload/file', formOf('a.txt', '', id));
    expect([id, status]).toEqual([id, 422]);
  }
  const twice = formOf('a.txt', '', String(bob.id));
  for (const name of ['file', 'receiver_id', '__proto__', 'toString', '', '"', '[]']) {
    twice.append(name, '1');
  }
  await upload('/upload/file', twice);
  for (const file_id of taken) {
    const got = await bob.get(`/files/${file_id}`);
    expect([got.status, got.body]).toEqual([200, 'hello']);
    expect(got.headers.get('content-disposition')).toStartWith('attachment; filename="');
    const sent = await alice.says(bob, 'see', { file_id });
    expect(sent.file.name.isWellFormed()).toBe(true);
  }
  const exported = await fetch(`${server.url}/api/v1/user/export`, {
    headers: { authorization: `Bearer ${alice.token}` },
  });
  expect([exported.status, (await exported.bytes()).length > 1_000]).toEqual([200, true]);
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
}, 300_000);
