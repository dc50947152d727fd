// What a token says has its type, and how it is handed over is as RFC 9110 has it.
import { expect, test } from 'bun:test';
import { readSecrets } from '../../../src/platform/secrets';
import { signed } from '../../support/attack/forge';
import { VALUES } from '../../support/attack/hostile-values';
import { call, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const HS256 = { alg: 'HS256', typ: 'JWT' };

test('a claim of another type is AUTH_001, also under the right signature', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const session_id = (await alice.get('/auth/sessions')).body.data[0].id;
  const secret = readSecrets(server.dir)?.tokens ?? '';
  const now = Math.floor(Date.now() / 1_000);
  const good = { sub: String(alice.id), sid: session_id, jti: 'x', iat: now, exp: now + 900 };
  const answerTo = async (claims: object | string) => {
    const token = signed(HS256, claims, secret);
    const { status, body } = await call(server.url, 'GET', '/api/v1/user/profile', { token });
    const socket = await call(server.url, 'GET', `/ws/${alice.id}?token=${token}`);
    return [status, body.error?.code ?? body.data.id, socket.status];
  };
  expect(await answerTo(good)).toEqual([200, alice.id, 422]);
  const wrong = {
    sub: [alice.id, [good.sub], [], null, ` ${good.sub}`, `0${good.sub}`, '1e0', '', '-1', '1.0'],
    sid: [String(session_id), [session_id], null, session_id + 0.5, -session_id, true],
    exp: [String(good.exp), [good.exp], null, good.exp + 0.5, 1e300, true],
    iat: [String(now), [now], null, now + 0.5],
    jti: [1, ['x'], null],
  };
  for (const [claim, values] of Object.entries(wrong)) {
    for (const value of values) {
      const answer = await answerTo({ ...good, [claim]: value });
      expect([claim, value, ...answer]).toEqual([claim, value, 401, 'AUTH_001', 401]);
    }
    for (const value of VALUES.filter((text) => /^[[{]/.test(text))) {
      const others = JSON.stringify({ ...good, [claim]: undefined }).slice(0, -1);
      const answer = await answerTo(`${others},"${claim}":${value}}`);
      expect([claim, value, ...answer]).toEqual([claim, value, 401, 'AUTH_001', 401]);
    }
  }
  for (const value of VALUES) expect((await answerTo(value))[1]).toBe('AUTH_001');
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('any number of spaces stands between Bearer and the token, and nothing else', async () => {
  await using server = await startServer({ CHAT8_METRICS_TOKEN: 'm'.repeat(32) });
  const alice = await register(server.url, 'alice');
  const { token } = await login(server.url, 'alice');
  const statusOf = async (path: string, authorization: string) =>
    (await call(server.url, 'GET', path, { headers: { authorization } })).status;
  for (const scheme of ['Bearer ', 'bearer  ', `BEARER${' '.repeat(500)}`]) {
    expect(await statusOf('/api/v1/friends', scheme + token)).toBe(200);
    expect(await statusOf('/metrics', scheme + 'm'.repeat(32))).toBe(200);
    expect(await statusOf('/metrics', `${scheme}${'m'.repeat(31)}x`)).toBe(401);
  }
  for (const scheme of [
    '',
    'Bearer',
    'Bearer\t',
    'Bearer \t',
    'Bearer,',
    'Basic ',
    'Bearer\u00a0',
  ]) {
    expect([scheme, await statusOf('/api/v1/friends', scheme + alice.token)]).toEqual([
      scheme,
      401,
    ]);
    expect([scheme, await statusOf('/metrics', scheme + 'm'.repeat(32))]).toEqual([scheme, 401]);
  }
  const { status } = await call(server.url, 'POST', '/api/v1/auth/logout', {
    headers: { authorization: `Bearer    ${token}` },
  });
  expect(status).toBe(200);
  expect(await statusOf('/api/v1/friends', `Bearer ${token}`)).toBe(401);
});
