// More connections than the system allows files: those who are in go on, files still have room, and
// the operator is told.
import { expect, test } from 'bun:test';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { codeOf } from '../../../src/platform/error-code';
import { runExecutable, startExecutable } from '../../support/executable';
import { frontSettings, PLAIN, trusted } from '../../support/network/behind-front';
import { dial, keeping } from '../../support/network/wire';
import { friends, type Person } from '../../support/person';
import { eventually } from '../../support/timing';

const MODES = {
  'over plain http': PLAIN,
  'over TLS': { ...frontSettings(), CHAT8_RELAY: 'off' },
  'behind the TLS front': frontSettings(),
};

const few = ['sh', '-c', 'ulimit -n 200; exec "$0" "$@"'];

const form = (to: Person) => {
  const parts = new FormData();
  parts.set('receiver_id', String(to.id));
  parts.set('file', new File(['tea and cake'], 'list.txt'));
  return parts;
};

/** Connections of somebody who says nothing, and how many of them were closed. */
const silent = (url: string, count: number) => {
  let closed = 0;
  // Not even TLS is begun.
  const plain = url.replace('https:', 'http:');
  const all = Array.from({ length: count }, () =>
    dial(plain)
      .on('error', () => {})
      .on('close', () => (closed += 1)),
  );
  return { closed: () => closed, end: () => all.map((socket) => socket.destroy()) };
};

/** Whoever is cut off, or turned away while there is no room, tries again as every client does. */
const again = async <Value>(act: () => Promise<Value>): Promise<Value> => {
  let answer: { value: Value } | undefined;
  await eventually(async () => {
    try {
      answer = { value: await act() };
    } catch (error) {
      if (!['ECONNRESET', 'ConnectionRefused'].includes(codeOf(error))) throw error;
    }
    return answer !== undefined;
  });
  return (answer as unknown as { value: Value }).value;
};

for (const [how, env] of Object.entries(MODES)) {
  test(`${how}, three hundred silent connections to a server that may have two hundred files open keep nobody out`, async () => {
    await using server = await startExecutable({ env, inside: few });
    if (server.url.startsWith('https:')) trusted(server);
    const { alice, bob } = await friends(server.url);
    using device = await bob.connect();
    using kept = keeping(server.url);
    const asks = () => kept.asks('/api/v1/friends', alice.token);
    await asks();
    const mallory = silent(server.url, 300);
    await eventually(() => server.output().includes('too many connections'));
    // Hers is idle in between, and stays.
    await eventually(async () => (await asks()) !== '' && mallory.closed() >= 150);
    expect(await asks()).toStartWith('http/1.1 200');
    expect(kept.isClosed()).toBe(false);
    const { id } = await again(() => alice.says(bob, 'are you there?', { client_id: 'once' }));
    await device.next(({ type, data }) => type === 'new_message' && data.id === id);
    const { status, body } = await again(() => alice.post('/upload/file', form(bob)));
    expect(status).toBe(201);
    const got = await again(() => bob.get(`/files/${body.data.file_id}`));
    expect([got.status, got.body]).toEqual([200, 'tea and cake']);
    mallory.end();
    const told = await runExecutable({ args: ['doctor', '--data-dir', server.data] });
    expect(told.stderr).toContain('more connections came than 200 open files leave room for');
    expect(told.stderr).toContain('LimitNOFILE=65536');
  });
}

/** Of a connection whose server has not taken it yet, Linux names no inode (proc_net_tcp). */
const isTaken = (from = 0, to = 0): boolean => {
  const end = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.some(
    ([, local, remote, , , , , , , inode]) =>
      local?.endsWith(end(to)) && remote?.endsWith(end(from)) && inode !== '0',
  );
};

/** A request that is begun, and ended later. */
const ask = async ({ url, token }: Person, line: string, ...rest: string[]) => {
  const socket = dial(url).on('error', () => {});
  await once(socket, 'connect');
  await eventually(() => isTaken(socket.localPort, socket.remotePort));
  let said = '';
  const answer = Promise.withResolvers<string>();
  socket.on('data', (bytes) => {
    said += bytes.toString();
  });
  socket.on('close', () => answer.resolve(said));
  socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n`);
  return async () => {
    socket.write([...rest, 'Connection: close', '', ''].join('\r\n'));
    const [head = '', body = ''] = (await answer.promise).split('\r\n\r\n');
    return `${head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)} ${JSON.parse(body).error?.code ?? 'well'}`;
  };
};

test('without one descriptor a server reads on and refuses in words what needs a file, and lives', async () => {
  await using server = await startExecutable({ env: PLAIN });
  const { alice, bob } = await friends(server.url);
  using device = await bob.connect();
  await alice.says(bob, 'tea at four?');
  const { body } = await alice.post('/upload/file', form(bob));
  const limits = readFileSync(`/proc/${server.pid}/limits`, 'utf8');
  const [, most = ''] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
  const limit = (files: string) =>
    Bun.spawnSync(['prlimit', '--pid', String(server.pid), `--nofile=${files}:`]);
  const begun = await Promise.all([
    ask(alice, `GET /api/v1/messages/${bob.id}`),
    ask(alice, `GET /api/v1/files/${body.data.file_id}`),
    ask(alice, 'GET /api/v1/messages/search?q=tea'),
    ask(alice, 'GET /api/v1/user/export'),
  ]);
  limit('3');
  expect(await Promise.all(begun.map((end) => end()))).toEqual([
    '200 well',
    '503 SERVER_002',
    '503 SERVER_002',
    '503 SERVER_002',
  ]);
  device.send({ type: 'send_message', data: { receiver_id: alice.id, content: 'five is better' } });
  await device.event('ack');
  limit(most);
  const found = await again(() => alice.get('/messages/search?q=tea'));
  expect(found.body.data.messages).toHaveLength(1);
  const uploaded = await again(() => alice.post('/upload/file', form(bob)));
  expect(uploaded.status).toBe(201);
});
