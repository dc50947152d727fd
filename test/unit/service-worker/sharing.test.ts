// What other programs share into the client waits in the worker's memory, and is given once.
import { expect, test } from 'bun:test';
import { createSharing } from '../../../src/web/service-worker/sharing';

const ORIGIN = 'https://chat8.example';

/** As a browser posts it; a request that a test makes is no navigation. */
const shared = (entries: [string, string | File][], change: object = {}) => {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  const request = { method: 'POST', mode: 'navigate', url: `${ORIGIN}/share` };
  return { ...request, formData: async () => form, ...change };
};

const open = () => {
  const sharing = createSharing();
  return {
    take: sharing.take,
    receive: (request: object) => sharing.receive(request as Request, ORIGIN),
  };
};

test('a shared text and its files are taken once, in their order, and the page opens', async () => {
  const { receive, take } = open();
  const files = ['a.jpg', 'b.pdf'].map((name) => new File([name], name));
  const answer = await receive(
    shared([
      ['title', ' A walk '],
      ['text', 'https://walk.example'],
      ['url', 'https://walk.example'],
      ...files.map((file): [string, File] => ['files', file]),
    ]),
  );
  expect([answer?.status, answer?.headers.get('location')]).toEqual([303, '/?shared']);
  const taken = take();
  expect(taken?.text).toBe('A walk\nhttps://walk.example');
  expect(taken?.files.map(({ name }) => name)).toEqual(['a.jpg', 'b.pdf']);
  expect(take()).toBe(null);
});

test('of what is shared a second time only that is there; nothing is nothing, and too much is cut', async () => {
  const { receive, take } = open();
  await receive(shared([['text', 'one']]));
  await receive(shared([['text', 'two']]));
  expect(take()).toEqual({ text: 'two', files: [] });
  await receive(shared([['text', '  ']]));
  expect(take()).toBe(null);
  const many = Array.from({ length: 30 }, (_, at): [string, File] => [
    'files',
    new File(['x'], `${at}`),
  ]);
  await receive(shared(many));
  expect(take()?.files.length).toBe(20);
  const broken = { formData: () => Promise.reject(new TypeError('cut off')) };
  const answer = await receive(shared([], broken));
  expect([answer?.status, take()]).toEqual([303, null]);
});

test('no other request is touched', () => {
  const { receive, take } = open();
  const others = [
    { method: 'GET' },
    { mode: 'cors' },
    { url: `${ORIGIN}/api/v1/messages` },
    { url: `${ORIGIN}/share/more` },
    { url: 'https://other.example/share' },
  ];
  for (const change of others) expect(receive(shared([['text', 'a']], change))).toBe(undefined);
  expect(take()).toBe(null);
});
