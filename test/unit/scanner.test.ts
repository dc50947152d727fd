import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heardAll } from '../support/watch/hearing';
import { findingsIn, RULES, scanAnswer, scanFrame, scanLog } from '../support/watch/scanner';

test('the scanner of the suite finds what nobody should read', () => {
  const said = [
    'bob likes tea',
    '$argon2id$v=19$m=65536',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.4lK1yXb2Zc3wQ5r7t9u1v3x5z7A9C1E3G5I7K9M1O3Q',
    '{"refresh_token":"x"}',
    'bob@example.org',
    'GET /kdf?username=bob%40example.org',
    '{"ticket":"x"}',
    'ENOENT /tmp/chat8/files',
    'SQLITE_CONSTRAINT: UNIQUE constraint failed',
    'Error\n    at send (messages.ts:12:3)',
  ];
  const all = [...RULES.SECRETS, ...RULES.INSIDES];
  expect(said.flatMap((text) => findingsIn(text, all))).toHaveLength(said.length);
});

test('it lets pass what belongs where it is said', () => {
  const email = '{"success":true,"data":{"email":"bob@example.org"}}';
  scanAnswer('/api/v1/user/profile', new Headers(), email);
  expect(() => scanAnswer('/api/v1/friends', new Headers(), email)).toThrow('e-mail');
  expect(() => scanFrame('{"type":"error","data":"SQLITE_FULL"}')).toThrow('SQL');
  expect(() => scanLog('bob likes tea')).toThrow('password');
});

test('what a test asks for is read, also where the test does not look', async () => {
  using server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, self) =>
      self.upgrade(request) ? undefined : new Response(request.url.includes('bad') ? said : 'fine'),
    websocket: { open: (socket) => void socket.send(said), message: () => {} },
  });
  const said = 'bob likes tea';
  await fetch(`${server.url}good`);
  await heardAll();
  await fetch(`${server.url}bad`);
  await expect(heardAll()).rejects.toThrow('a password');
  const socket = new WebSocket(String(server.url).replace('http', 'ws'));
  await new Promise((resolve) => {
    socket.onmessage = resolve;
  });
  socket.close();
  await expect(heardAll()).rejects.toThrow('a frame tells a password');
});

/** Why each may: it reads nothing or scans by itself, waits for an answer, reads a certificate, runs samples, is a push service, or speaks TURN. */
const OTHER_WAYS = ['network/silent.ts', 'network/proxy.ts', 'tls.ts', 'network/wire.ts']
  .concat('relay/client.ts')
  .map((name) => `support/${name}`)
  .concat('e2e/develop/samples.test.ts', 'unit/push/call-service.test.ts');

test('no test speaks to the server past the scanner', () => {
  const dir = join(import.meta.dir, '..');
  const sources = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('bench'),
  );
  const past = /from 'node:(http2?|https|net|tls)'|Bun\.connect\(|'(curl|wget)'|require\('axios'\)/;
  const found = sources.filter((name) => past.test(readFileSync(join(dir, name), 'utf8')));
  expect(found.filter((name) => name !== 'unit/scanner.test.ts').sort()).toEqual(
    [...OTHER_WAYS].sort(),
  );
});
