// Names that the eye takes for one another.
import { expect, test } from 'bun:test';
import { call, register } from '../../support/person';
import { startServer } from '../../support/server';

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

test('letters that nobody sees make no other name', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  await register(server.url, '葛城');
  let n = 0;
  // A joiner, variation selectors, fillers of Hangul, Mongolian and Khmer.
  for (const unseen of ['\u034f', '\ufe0f', '\u{e0100}', '\u3164', '\uffa0', '\u180b', '\u17b4']) {
    for (const name of [`alice${unseen}`, `AL${unseen}ICE`, `葛${unseen}城`]) {
      n += 1;
      const refused = await join(server.url, name, n);
      expect([name, refused.body.error?.code]).toEqual([name, 'USER_002']);
    }
    expect((await join(server.url, unseen.repeat(2), n)).body.error?.code).toBe('REQUEST_002');
  }
  // A selector picks the shape of a character: no reason to refuse a name that nobody has.
  expect((await join(server.url, '辻\u{e0100}村', n + 1)).status).toBe(201);
});

test('nobody renames himself into a lookalike, and everyone may keep a name', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  const refused = await mallory.put('/user/profile', { username: 'аlісе' });
  expect(refused.body.error.code).toBe('USER_002');
  expect((await mallory.put('/user/profile', { username: 'Mallory' })).status).toBe(200);
});
