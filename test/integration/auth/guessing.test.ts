// Guesses in great numbers: they neither wear the limits out, nor keep others from signing in.

import { expect, test } from 'bun:test';
import { createRateLimiter } from '../../../src/http/rate-limit';
import { password_queue_max, rate_limit_entries_max } from '../../../src/protocol/limits';
import { type Argon2, createPasswords } from '../../../src/values/password';
import { quickArgon2 } from '../../support/client/quick-argon2';
import { manualClock } from '../../support/clock';
import { call, register } from '../../support/person';
import { startServer } from '../../support/server';

const guess_ms = 20;

test('whoever is refused cannot make the server forget what he tried', () => {
  const rateLimiter = createRateLimiter({ now: () => 0 }, true);
  for (let i = 0; i < 20; i += 1) rateLimiter.count('login_account_address', 'alice');
  for (let i = 0; i < rate_limit_entries_max * 2; i += 1)
    rateLimiter.check('login_account_address', `no${i}`);
  expect(() => rateLimiter.check('login_account_address', 'alice')).toThrow('tooManyRequests');
  expect(rateLimiter.size()).toBe(1);
});

test('a crowd of guesses from one address keeps nobody else from signing in', async () => {
  const settings = { CHAT8_RATE_LIMIT: 'on', CHAT8_TRUST_PROXY: '127.0.0.1' };
  // Each guess takes as long as it does for users, without a core for each.
  const slow: Argon2 = async (password, salt) => {
    await Bun.sleep(guess_ms);
    return quickArgon2(password, salt);
  };
  const passwords = createPasswords({ concurrency: 1, load: async () => slow });
  await using server = await startServer(settings, manualClock(), passwords);
  const alice = await register(server.url, 'alice');
  const attempt = (username: string, password: string, address: string) =>
    call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username, password },
      headers: { 'x-forwarded-for': address },
    });
  const crowd = Array.from({ length: 2 * password_queue_max }, (_, i) =>
    attempt(`nobody${i}`, 'wrong one', '198.51.100.9'),
  );
  await Promise.race(crowd);
  expect((await attempt('alice', alice.password, '192.0.2.1')).status).toBe(200);
  const statuses = (await Promise.all(crowd)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
}, 300_000);
