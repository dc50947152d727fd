// The Origin check of sockets and cookies, behind proxies that the operator named and others.
import { expect, test } from 'bun:test';
import { PLAIN } from '../../support/network/behind-front';
import { call, register } from '../../support/person';
import { type Server, startServer } from '../../support/server';

type Headers = Record<string, string>;

/** Past the check a plain request is only told that it is no handshake. */
const knock = async (
  { url }: Server,
  { id, token }: { id: number; token: string },
  headers: Headers,
): Promise<'let in' | 'refused' | number> => {
  const { status, body } = await call(url, 'GET', `/ws/${id}?token=${token}`, { headers });
  if (status === 403 && body.error.code === 'AUTH_004') return 'refused';
  return status === 422 && body.error.details.fields[0].path === 'Upgrade' ? 'let in' : status;
};

test('behind a named proxy the first X-Forwarded-Host and X-Forwarded-Proto are the own origin', async () => {
  await using server = await startServer({ ...PLAIN, CHAT8_TRUST_PROXY: '127.0.0.0/8' });
  const alice = await register(server.url, 'alice');
  const from = (origin: string, host?: string, proto?: string) =>
    knock(server, alice, {
      origin,
      ...(host === undefined ? {} : { 'x-forwarded-host': host }),
      ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }),
    });
  const chat = 'https://chat.example';
  expect(await from(chat, 'chat.example', 'https')).toBe('let in');
  expect(await from(chat, 'chat.example')).toBe('let in');
  expect(await from(chat, 'Chat.Example:443', 'HTTPS')).toBe('let in');
  expect(await from(chat, 'chat.example, inner.lan:8000', 'https, http')).toBe('let in');
  expect(await from(chat, 'chat.example', 'wss')).toBe('let in');
  expect(await from(`${chat}:8443`, 'chat.example:8443', 'https')).toBe('let in');
  expect(await from('http://[fd00::1]:81', '[fd00:0::1]:81', 'http')).toBe('let in');
  expect(await from(server.url, undefined, 'http')).toBe('let in');
  expect(await from(server.url)).toBe('let in');

  const headers = { origin: chat, 'x-forwarded-host': 'chat.example' };
  const address = `${server.url.replace('http', 'ws')}/ws/${alice.id}?token=${alice.token}`;
  const socket = new WebSocket(address, { headers } as never);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  socket.close();

  expect(await from(chat)).toBe('refused');
  expect(await from(chat, 'chat.example', 'http')).toBe('refused');
  expect(await from('http://chat.example', 'chat.example', 'https')).toBe('refused');
  expect(await from(chat, 'inner.lan, chat.example', 'https')).toBe('refused');
  expect(await from(chat, 'chat.example:8443', 'https')).toBe('refused');
  expect(await from('https://evil.example', 'chat.example', 'https')).toBe('refused');
  expect(await from(server.url, 'chat.example', 'http')).toBe('refused');
  for (const odd of ['null', 'chat.example', `${chat}/`, 'https://a@chat.example', 'file://']) {
    expect([odd, await from(odd, 'chat.example', 'https')]).toEqual([odd, 'refused']);
  }
  for (const odd of ['not a host', 'x@chat.example', 'chat.example/x', 'chat.example#', 'a\\b']) {
    expect([odd, await from(chat, odd, 'https')]).toEqual([odd, 'refused']);
  }
});

test('whoever is no named proxy is not believed what was called', async () => {
  await using server = await startServer({ CHAT8_TRUST_PROXY: '192.0.2.1' });
  const alice = await register(server.url, 'alice');
  const origin = 'https://chat.example';
  const forged = { 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' };
  expect(await knock(server, alice, { origin, ...forged })).toBe('refused');
  expect(await knock(server, alice, { origin: server.url, ...forged })).toBe('let in');
});

test('a socket that is refused for its Origin is logged with both values, and without the token', async () => {
  await using server = await startServer({ CHAT8_TRUST_PROXY: '127.0.0.1' });
  const alice = await register(server.url, 'alice');
  const logged = () =>
    server.log.filter(({ message }) => message === 'a socket was refused for its Origin');
  const proxied = { 'x-forwarded-host': 'inner.lan', 'x-forwarded-proto': 'https' };
  await knock(server, alice, { origin: 'https://chat.example', ...proxied });
  expect(logged().at(-1)).toMatchObject({
    level: 'warn',
    fields: { origin: 'https://chat.example', own: 'https://inner.lan' },
  });
  await knock(server, alice, { origin: 'https://chat.example' });
  expect(logged().at(-1)?.fields).toEqual({
    origin: 'https://chat.example',
    own: new URL(server.url).host,
  });
  await knock(server, alice, { origin: 'null' });
  expect(logged().at(-1)?.fields.origin).toBe('(not readable)');
  expect(server.world.condition.origin_refused?.origin).toBe('(not readable)');
  // A stranger’s nonsense is no news: only who has a session is a person shut out.
  const evil = { origin: 'https://evil.example' };
  expect(await knock(server, { id: alice.id, token: 'x.y.z' }, evil)).toBe(401);
  expect(logged()).toHaveLength(3);
});

test('a cookie goes by the same check behind a named proxy', async () => {
  await using server = await startServer({ CHAT8_TRUST_PROXY: '127.0.0.1' });
  await register(server.url, 'alice');
  const signIn = (headers: Headers) =>
    call(server.url, 'POST', '/api/v1/auth/login', {
      headers,
      body: { username: 'alice', password: 'alice likes tea', cookie: true },
    });
  const proxied = { 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' };
  const own = await signIn({ origin: 'https://chat.example', ...proxied });
  expect(own.headers.get('set-cookie')).toContain('Secure');
  expect(own.body.data.refresh_token).toBeUndefined();
  const other = await signIn({ origin: 'https://evil.example', ...proxied });
  expect(other.headers.get('set-cookie')).toBeNull();
});
