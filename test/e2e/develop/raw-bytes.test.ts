// Over the network, with bytes that no client sends: answered in kind or not at all, and never
// by a fault.
import { expect, test } from 'bun:test';
import { startExecutable } from '../../support/executable';
import { speak } from '../../support/network/wire';
import { call, friends } from '../../support/person';

const statusOf = (said: string) => Number(said.split(' ', 2)[1] ?? 0);

const hosts = ['', 'a b<>', '[::1', 'a:99999999', 'a/b/c', 'a?x', 'a#x', '\\\\a', '%00', 'nas'];

test('a Host that is none changes no answer', async () => {
  for (const level of ['info', 'debug']) {
    await using server = await startExecutable({ env: { CHAT8_LOG_LEVEL: level } });
    for (const host of hosts) {
      const paths = { '/api/v1/user/profile': [401, 404, 405], '/api/v1/nothing': [404, 405] };
      for (const [path, statuses] of Object.entries(paths)) {
        const said = await speak(server.url, [`GET ${path} HTTP/1.1`, `Host: ${host}`]);
        if (statusOf(said) === 400) continue;
        expect([host, path, statuses]).toEqual([
          host,
          path,
          expect.arrayContaining([statusOf(said)]),
        ]);
        expect(said).toContain('{"success":false,"error":{"code":');
        expect(said).toContain('x-request-id');
      }
    }
    expect(statusOf(await speak(server.url, ['GET /healthz HTTP/1.0']))).toBe(200);
    expect(statusOf(await speak(server.url, ['GET /api/v1/nothing HTTP/1.0']))).toBe(404);
    expect(server.output()).not.toContain('Error');
    expect(await server.stop()).toBe(0);
  }
}, 300_000);

test('a request that two readers could take for different ones is none', async () => {
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const body = JSON.stringify({ receiver_id: bob.id, content: 'smuggled' });
  const size = Buffer.byteLength(body);
  const chunked = `${size.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const head = [
    'POST /api/v1/messages HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${alice.token}`,
    'Content-Type: application/json',
  ];
  const twofold: [string[], string][] = [
    [[`Content-Length: ${size}`, 'Transfer-Encoding: chunked'], chunked],
    [[`Content-Length: ${size}`, 'Content-Length: 3'], body],
    [[`Content-Length: +${size}`], body],
    [['Content-Length: -1'], body],
    [['Content-Length: 0x10'], body],
    [[`Content-Length: ${'9'.repeat(30)}`], body],
    [['Transfer-Encoding: xchunked'], chunked],
    [['Transfer-Encoding: chunked, identity'], chunked],
    [['Transfer-Encoding: chunked'], `zz\r\n${body}\r\n0\r\n\r\n`],
    [[`Content-Length : ${size}`], body],
  ];
  for (const [more, sent] of twofold) {
    const said = await speak(server.url, [...head, ...more], sent);
    expect([more, statusOf(said)]).toEqual([more, 400]);
  }
  const { data } = (await bob.get(`/messages/${alice.id}`)).body;
  expect(data.messages).toEqual([]);
  expect(statusOf(await speak(server.url, [...head, 'Transfer-Encoding: chunked'], chunked))).toBe(
    200,
  );
  expect((await call(server.url, 'GET', '/healthz')).status).toBe(200);
}, 300_000);

test('a path that leaves its folder leads nowhere', async () => {
  await using server = await startExecutable();
  const paths = ['/assets/../api/v1/user/profile', '/assets/..%2f..%2fetc%2fpasswd', '//healthz'];
  for (const path of [...paths, '/i/../../chat8.db', '/api/v1/avatars/..%2f..%2fchat8.db']) {
    const said = await speak(server.url, [`GET ${path} HTTP/1.1`, 'Host: x']);
    expect([path, statusOf(said)]).toEqual([path, 404]);
  }
}, 300_000);
