// Names that the eye takes for one another.
import { expect, test } from 'bun:test';
import { call, register } from '../support/person';
import { startServer } from '../support/server';

const join = (url: string, username: string, n: number) =>
  call(url, 'POST', '/api/v1/auth/register', {
    body: {
      username,
      email: `person${n}@example.org`,
      password: 'likes tea too',
      confirm_password: 'likes tea too',
    },
  });

test('a name that looks like a taken one in another or a mixed script is taken', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  await register(server.url, 'HOPE');
  let n = 0;
  // Cyrillic а, с, е, І; Greek α; Cyrillic capitals.
  for (const name of ['аlice', 'aliсe', 'alicе', 'αlice', 'НОРЕ', 'Alісе']) {
    n += 1;
    const refused = await join(server.url, name, n);
    expect([name, refused.status, refused.body.error?.code]).toEqual([name, 409, 'USER_002']);
  }
  for (const name of ['a1ice', 'алиса', '小爱', 'アリス', 'alise', 'corn', 'com']) {
    n += 1;
    expect([name, (await join(server.url, name, n)).status]).toEqual([name, 201]);
  }
});

test('nobody renames himself into a lookalike, and everyone may keep a name', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  const refused = await mallory.put('/user/profile', { username: 'аlісе' });
  expect(refused.body.error.code).toBe('USER_002');
  expect((await mallory.put('/user/profile', { username: 'Mallory' })).status).toBe(200);
});
