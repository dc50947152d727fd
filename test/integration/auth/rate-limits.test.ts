// Limits: polite under attack, and never noticed by people.

import { expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAddresses } from '../../../src/http/address';
import { createRateLimiter, RULES, type RuleName } from '../../../src/http/rate-limit';
import type { Refusal } from '../../../src/protocol/errors';
import { rate_limit_entries_max } from '../../../src/protocol/limits';
import { manualClock } from '../../support/clock';
import { call, login, register } from '../../support/person';
import { startServer } from '../../support/server';

/** Its clock stands still: on a slow machine a window would be over before it is spent. */
const limited = (more: Record<string, string> = {}) => {
  const settings = { CHAT8_RATE_LIMIT: 'on', CHAT8_TRUST_PROXY: '127.0.0.1', ...more };
  return startServer(settings, manualClock());
};

const attempt = (url: string, username: string, password: string, address: string) =>
  call(url, 'POST', '/api/v1/auth/login', {
    body: { username, password },
    headers: { 'x-forwarded-for': address },
  });

test('too many failed logins wait, however the name is spelled, and the owner is not locked out', async () => {
  await using server = await limited();
  const alice = await register(server.url, 'alice');
  expect((await attempt(server.url, 'alice', alice.password, '192.0.2.1')).status).toBe(200);
  const spellings = ['alice', 'ALICE', 'Ａlice', 'alice@example.org'];
  const statuses: number[] = [];
  for (let i = 0; i < 22; i += 1) {
    const name = spellings[i % spellings.length] ?? '';
    const { status, headers, body } = await attempt(server.url, name, 'wrong one', '198.51.100.9');
    statuses.push(status);
    if (status !== 429) continue;
    expect(body.error.code).toBe('REQUEST_006');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
  expect((await attempt(server.url, 'alice', alice.password, '198.51.100.9')).status).toBe(429);
  expect((await attempt(server.url, 'alice', alice.password, '192.0.2.1')).status).toBe(200);
}, 300_000);

test('a spoofed X-Forwarded-For is nobody’s word without a trusted proxy', async () => {
  await using server = await limited({ CHAT8_TRUST_PROXY: '' });
  await register(server.url, 'alice');
  const statuses = [];
  for (let i = 0; i < 21; i += 1) {
    statuses.push((await attempt(server.url, 'alice', 'wrong one', `192.0.2.${i}`)).status);
  }
  expect(statuses.at(-1)).toBe(429);
}, 300_000);

test('addresses are read from the right end, as far as trusted proxies wrote them', () => {
  const addressOf = createAddresses(['127.0.0.1', '10.0.0.0/8']);
  const from = (peer: string, forwarded?: string) =>
    addressOf(
      new Request('http://localhost/', {
        headers: forwarded ? { 'x-forwarded-for': forwarded } : {},
      }),
      { requestIP: () => ({ address: peer }) },
    );
  expect(from('203.0.113.5', '1.2.3.4')).toBe('203.0.113.5');
  expect(from('127.0.0.1', '1.2.3.4')).toBe('1.2.3.4');
  expect(from('::ffff:127.0.0.1', '6.6.6.6, 1.2.3.4, 10.9.9.9')).toBe('1.2.3.4');
  expect(from('127.0.0.1', 'nonsense')).toBe('127.0.0.1');
  expect(from('2001:db8::1')).toBe(from('2001:db8::ffff:1'));
  expect(from('2001:db8::1')).toBe(from('127.0.0.1', '[2001:0DB8:0:0::7]:4711'));
  expect(from('2001:db8::1')).not.toBe(from('2001:db8:0:1::1'));
  for (const spelling of ['1.2.3.4:5678', '::ffff:1.2.3.4', '::FFFF:102:304', '[::ffff:102:304]']) {
    expect(from('127.0.0.1', spelling)).toBe('1.2.3.4');
  }
  expect(from('fe80::1%eth0')).toBe(from('fe80::2'));
});

test('the memory of a million addresses is bounded', () => {
  const rateLimiter = createRateLimiter({ now: () => 0 }, true);
  for (let i = 0; i < 1_000_000; i += 1) rateLimiter.count('login_address', String(i));
  expect(rateLimiter.size()).toBeLessThanOrEqual(rate_limit_entries_max);
});

test('a window that is over begins anew', () => {
  const clock = manualClock();
  const rateLimiter = createRateLimiter(clock, true);
  for (let i = 0; i < 20; i += 1) rateLimiter.take('login_address', 'x');
  expect(() => rateLimiter.take('login_address', 'x')).toThrow('tooManyRequests');
  clock.advance(5 * 60_000 + 1);
  rateLimiter.take('login_address', 'x');
});

test('whoever goes on failing waits longer each time, and a quiet hour forgives', () => {
  let now = 0;
  const rateLimiter = createRateLimiter({ now: () => now }, true);
  const waits: number[] = [];
  const refusedFor = () => {
    try {
      rateLimiter.check('login_address', 'x');
    } catch (error) {
      return Number((error as Refusal).details.retry_after_s);
    }
    return undefined;
  };
  for (let round = 0; round < 5; round += 1) {
    let wait = refusedFor();
    for (; wait === undefined; wait = refusedFor()) rateLimiter.count('login_address', 'x');
    waits.push(wait);
    now += wait * 1_000 + 1;
  }
  expect(waits).toEqual([300, 600, 1_200, 2_400, 3_600]);
  now += 2 * 3_600_000;
  for (let i = 0; i < 20; i += 1) rateLimiter.take('login_address', 'x');
});

test('origins that the operator named may read answers, and no others', async () => {
  await using server = await startServer({ CHAT8_CORS_ORIGINS: 'https://app.example' });
  const alice = await register(server.url, 'alice');
  const ask = (origin: string, method = 'GET') =>
    fetch(`${server.url}/api/v1/user/profile`, {
      method,
      headers: {
        origin,
        authorization: `Bearer ${alice.token}`,
        ...(method === 'OPTIONS' ? { 'access-control-request-method': 'PUT' } : {}),
      },
    });
  const allowed = await ask('https://app.example');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  const preflight = await ask('https://app.example', 'OPTIONS');
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const foreign = await ask('https://evil.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  // A cache must not give one origin what was answered to another.
  for (const { headers } of [allowed, foreign, await fetch(`${server.url}/`)]) {
    expect(headers.get('vary')).toContain('Origin');
  }
  expect((await ask('https://evil.example', 'OPTIONS')).status).toBe(405);
  expect((await login(server.url, 'alice')).id).toBe(alice.id);
});

test('who was signed in here before gets in, whatever strangers fail at, after a restart too', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-home-'));
  const home = { CHAT8_DATA_DIR: dir };
  {
    await using server = await limited(home);
    // Registering counts as being at home.
    await call(server.url, 'POST', '/api/v1/auth/register', {
      body: {
        username: 'alice',
        email: 'alice@example.org',
        password: 'alice likes tea',
        confirm_password: 'alice likes tea',
      },
      headers: { 'x-forwarded-for': '192.0.2.1' },
    });
  }
  await using server = await limited(home);
  const guess = Buffer.alloc(32).toString('base64url');
  for (let i = 0; i < 100; i += 1) {
    const stranger = await call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username: 'Alice', password: guess, derived: true },
      headers: { 'x-forwarded-for': `198.51.100.${i}` },
    });
    expect(stranger.status).toBe(401);
  }
  const elsewhere = await attempt(server.url, 'alice', 'alice likes tea', '203.0.113.7');
  expect(elsewhere.status).toBe(429);
  expect((await attempt(server.url, 'alice', 'alice likes tea', '192.0.2.1')).status).toBe(200);
  const database = readFileSync(join(dir, 'chat8.db')).toString('latin1');
  expect(database).not.toContain('192.0.2.1');
  rmSync(dir, { recursive: true, force: true });
});

test('guesses that come at once are counted like those that come one by one', async () => {
  await using server = await limited();
  const alice = await register(server.url, 'alice');
  const guess = (password: string) => attempt(server.url, 'alice', password, '198.51.100.9');
  const all = await Promise.all(Array.from({ length: 39 }, (_, i) => guess(`wrong one ${i}`)));
  const those = (code: number) => all.filter(({ status }) => status === code).length;
  expect([those(401), those(429)]).toEqual([20, 19]);
  // Of requests that come at once any may be the first: so this one comes after them.
  expect((await guess(alice.password)).status).toBe(429);
}, 300_000);

test('a family behind one address notices nothing', async () => {
  await using server = await limited();
  const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
  for (const name of people) await register(server.url, name);
  const answers = await Promise.all(
    people.flatMap((name) => [
      attempt(server.url, name, 'mistyped it', '192.0.2.1'),
      attempt(server.url, name, `${name} likes tea`, '192.0.2.1'),
      attempt(server.url, `${name}@example.org`, `${name} likes tea`, '192.0.2.1'),
    ]),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 200]));
}, 300_000);

test('whoever holds a token cannot try out passwords with it, nor keep others from it', async () => {
  await using server = await limited();
  const alice = await register(server.url, 'alice');
  const stolen = await login(server.url, 'alice');
  const body = { password: Buffer.alloc(32).toString('base64url'), derived: true };
  const guess = () => call(server.url, 'DELETE', '/api/v1/user', { token: stolen.token, body });
  for (let i = 0; i < 20; i += 1) expect((await guess()).status).toBe(401);
  const refused = await guess();
  expect([refused.status, refused.body.error.code]).toEqual([429, 'REQUEST_006']);
  expect(refused.headers.get('retry-after')).toBe('300');
  const change = (who: { token: string }) =>
    call(server.url, 'PUT', '/api/v1/user/password', {
      token: who.token,
      body: {
        current_password: alice.password,
        new_password: 'now alice likes tea',
        confirm_password: 'now alice likes tea',
      },
    });
  expect((await change(stolen)).status).toBe(429);
  expect((await change(alice)).status).toBe(200);
});

test('asking whether names and addresses are taken has an end', async () => {
  await using server = await limited();
  await register(server.url, 'alice');
  const ask = () =>
    call(server.url, 'POST', '/api/v1/auth/register', {
      body: { username: 'alice', email: 'x@x', password: 'xxxxxxxx', confirm_password: 'xxxxxxxx' },
    });
  for (let i = 0; i < RULES.registration_try.max - 1; i += 1)
    expect((await ask()).status).toBe(409);
  expect((await ask()).status).toBe(429);
  const salt = () => call(server.url, 'GET', '/api/v1/auth/kdf?username=alice');
  for (let i = 0; i < RULES.kdf.max; i += 1) expect((await salt()).status).toBe(200);
  expect((await salt()).status).toBe(429);
});

test('each rule has room for a busy person, and forgets what other rules are filled with', () => {
  const rateLimiter = createRateLimiter({ now: () => 0 }, true);
  for (let i = 0; i < 20; i += 1) rateLimiter.take('login_address', 'mallory');
  for (const rule of Object.keys(RULES) as RuleName[]) {
    if (rule === 'login_address') continue;
    for (let i = 0; i < rate_limit_entries_max * 2; i += 1) rateLimiter.count(rule, String(i));
  }
  expect(() => rateLimiter.take('login_address', 'mallory')).toThrow('tooManyRequests');
});
