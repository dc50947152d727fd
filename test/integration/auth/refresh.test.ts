// Refresh tokens: single-use, known when they come again, and out of reach as a cookie.
import { expect, test } from 'bun:test';
import { day_ms } from '../../../src/protocol/limits';
import { manualClock } from '../../support/clock';
import { call, connect, register } from '../../support/person';
import { startServer } from '../../support/server';

const refresh = (url: string, refresh_token: string, token?: string) =>
  call(url, 'POST', '/api/v1/auth/refresh', { body: { refresh_token }, token });

const signIn = (url: string, more: object = {}, headers: Record<string, string> = {}) =>
  call(url, 'POST', '/api/v1/auth/login', {
    body: { username: 'alice', password: 'alice likes tea', ...more },
    headers,
  });

test('a refresh token gives a new pair, once', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const first = (await signIn(server.url)).body.data.refresh_token;
  const second = (await refresh(server.url, first, 'nonsense')).body.data;
  expect(second.refresh_token).not.toBe(first);
  const third = await refresh(server.url, second.refresh_token);
  expect(third.status).toBe(200);
  using device = await connect(server.url, 1, third.body.data.access_token);
  const again = await refresh(server.url, first);
  expect([again.status, again.body.error.code]).toEqual([401, 'AUTH_001']);
  expect(await device.closed).toBe(4401);
  expect((await refresh(server.url, third.body.data.refresh_token)).status).toBe(401);
  const { access_token: token } = third.body.data;
  expect((await call(server.url, 'GET', '/api/v1/friends', { token })).status).toBe(401);
});

test('an answer that was lost can be asked for again, in parallel too', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const first = (await signIn(server.url)).body.data.refresh_token;
  const answers = await Promise.all([1, 2, 3].map(() => refresh(server.url, first)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [one, other] = answers.map(({ body }) => body.data.refresh_token);
  expect((await refresh(server.url, one)).status).toBe(200);
  expect((await refresh(server.url, other)).status).toBe(401);
  expect((await refresh(server.url, one)).status).toBe(401);
});

test('a token of nobody, respelled or of another form gives nothing', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const { refresh_token } = (await signIn(server.url)).body.data;
  const [id, secret = ''] = refresh_token.split(/-(.*)/);
  const forged = [
    '',
    'x',
    `${id}-`,
    `${id}-${'A'.repeat(43)}`,
    `zz-${secret}`,
    `0${refresh_token}`,
  ];
  for (const token of forged) expect((await refresh(server.url, token)).status).toBe(401);
  const wrong = await call(server.url, 'POST', '/api/v1/auth/refresh', {
    body: { refresh_token: 7 },
  });
  expect(wrong.status).toBe(422);
  expect((await refresh(server.url, refresh_token)).status).toBe(200);
});

test('a cookie carries it for the own pages alone, and a sign-out takes it away', async () => {
  await using server = await startServer({
    CHAT8_CORS_ORIGINS: 'https://app.example',
    CHAT8_TOKEN_TTL: '1',
  });
  await register(server.url, 'alice');
  const signedIn = await signIn(server.url, { cookie: true });
  expect(signedIn.body.data.refresh_token).toBeUndefined();
  const line = signedIn.headers.get('set-cookie') ?? '';
  expect(line).toMatch(/^chat8_refresh=\S+; Path=\/api\/v1\/auth; /);
  for (const word of ['HttpOnly', 'SameSite=Strict']) expect(line).toContain(word);
  expect(line.includes('Secure')).toBe(server.url.startsWith('https:'));
  const cookie = line.split(';')[0] ?? '';
  const ask = (path: string, headers: Record<string, string> = {}) =>
    call(server.url, 'POST', `/api/v1/auth/${path}`, { headers: { cookie, ...headers } });
  expect((await ask('refresh', { origin: 'https://app.example' })).status).toBe(401);
  const elsewhere = await signIn(server.url, { cookie: true }, { origin: 'https://app.example' });
  expect(elsewhere.headers.get('set-cookie')).toBeNull();
  expect(elsewhere.body.data.refresh_token).toBeTruthy();
  const renewed = await ask('refresh');
  expect(renewed.status).toBe(200);
  expect(renewed.body.data.refresh_token).toBeUndefined();
  const next = renewed.headers.get('set-cookie')?.split(';')[0] ?? '';
  await Bun.sleep(1_100);
  const authorization = `Bearer ${renewed.body.data.access_token}`;
  const out = await ask('logout', { cookie: next, authorization });
  expect(out.status).toBe(200);
  expect(out.headers.get('set-cookie')).toContain('chat8_refresh=; Path=/api/v1/auth; Max-Age=0');
  expect((await ask('refresh', { cookie: next })).status).toBe(401);
});

test('a cookie is Secure on https, as a trusted proxy tells it', async () => {
  await using server = await startServer({ CHAT8_TRUST_PROXY: '127.0.0.1' });
  await register(server.url, 'alice');
  const headers = { 'x-forwarded-proto': 'https' };
  const { headers: answered } = await signIn(server.url, { cookie: true }, headers);
  expect(answered.get('set-cookie')).toContain('Secure');
});

test('a session goes on if it is used within 14 days, and ends after 90 whatever is used', async () => {
  const clock = manualClock();
  await using server = await startServer({}, clock);
  await register(server.url, 'alice');
  const [unused, used] = [await signIn(server.url), await signIn(server.url)];
  let token: string = used.body.data.refresh_token;
  const goOn = async (days: number, early_ms: number) => {
    clock.advance(days * day_ms - early_ms);
    const { status, body } = await refresh(server.url, token);
    token = body.data?.refresh_token ?? token;
    return [status, body.error?.details];
  };
  for (let fortnight = 1; fortnight <= 6; fortnight += 1) {
    expect(await goOn(14, 1)).toEqual([200, undefined]);
  }
  // A millisecond less than 90 days, and then that one.
  expect(await goOn(6, -5)).toEqual([200, undefined]);
  expect(await goOn(0, -1)).toEqual([401, { reason: 'expired' }]);
  const late = await refresh(server.url, unused.body.data.refresh_token);
  expect([late.status, late.body.error.details]).toEqual([401, { reason: 'expired' }]);
  // And of 14 days without use, the last millisecond.
  token = (await signIn(server.url)).body.data.refresh_token;
  expect(await goOn(14, 0)).toEqual([401, { reason: 'expired' }]);
});
