// Names as people and phones type them, and accounts that are older than the rules of today.

import { expect, test } from 'bun:test';
import { createUser, resetPassword } from '../../../src/operator/accounts';
import { newCredential } from '../../../src/values/credentials';
import { manualClock } from '../../support/clock';
import { call, login, register } from '../../support/person';
import { type Server, startServer } from '../../support/server';

const password = 'likes tea too';

const join = (url: string, username: string, email: string) =>
  call(url, 'POST', '/api/v1/auth/register', {
    body: { username, email, password, confirm_password: password },
  });

/** As a build from before the rules of today would have let it in. */
const addOld = async ({ world }: Server, username: string, email: string) => {
  const asking = { passwords: world.passwords, who: 'test' };
  const secret = await newCredential(asking, password, undefined, 'password')();
  return world.ledger.write(({ now }) =>
    world.users.add({ username, display_name: '', email, ...secret, now }),
  );
};

const saltOf = async (url: string, typed: string) => {
  const query = `username=${encodeURIComponent(typed)}`;
  const { status, body } = await call(url, 'GET', `/api/v1/auth/kdf?${query}`);
  expect(status).toBe(200);
  return body.data.salt;
};

test('a name without a letter or digit, or a broken address, is refused wherever one is given', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const names = ['__', '...', '\u0301\u0301', '-_-', '\u3164\u3164'];
  const emails = ['<a@b.c>', '"a"@b.c', 'a b@c.d', 'a\u0007@b.c', 'a@b.c\u200b'];
  const fieldOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => [
    status,
    body.error?.details.fields?.[0]?.path,
  ];
  for (const name of names) {
    expect(fieldOf(await join(server.url, name, 'x@example.org'))).toEqual([422, 'username']);
    expect(fieldOf(await alice.put('/user/profile', { username: name }))).toEqual([
      422,
      'username',
    ]);
    await expect(createUser(server.world, name, 'x@example.org')).rejects.toThrow('invalidField');
  }
  for (const email of emails) {
    expect(fieldOf(await join(server.url, 'xenia', email))).toEqual([422, 'email']);
    expect(fieldOf(await alice.put('/user/profile', { email }))).toEqual([422, 'email']);
    await expect(createUser(server.world, 'xenia', email)).rejects.toThrow('invalidField');
  }
  expect((await alice.get('/user/profile')).body.data).toMatchObject({
    username: 'alice',
    email: alice.email,
  });
  expect(await createUser(server.world, 'x_', 'x@example.org')).toMatchObject({ username: 'x_' });
});

test('an account with a name or address from before signs in, and keeps both', async () => {
  await using server = await startServer();
  const old = [
    ['__', '"a b"@example.org'],
    ['\u0301\u0301', '<carol@example.org>'],
  ] as const;
  for (const [username, email] of old) {
    const id = await addOld(server, username, email);
    for (const typed of [username, email, ` ${username}\u200b`, `\u00a0${email} `]) {
      const person = await login(server.url, typed, password);
      expect([typed, person.id]).toEqual([typed, id]);
    }
    const person = await login(server.url, username, password);
    const kept = await person.put('/user/profile', { username, email, avatar: '/a.png' });
    expect([kept.status, kept.body.data]).toEqual([
      200,
      { id, username, display_name: '', email, avatar: '/a.png' },
    ]);
    const { password: given } = await resetPassword(server.world, username);
    expect((await login(server.url, email, given)).id).toBe(id);
  }
  const id = await addOld(server, 'dora\ufe0f', 'dora@example.org\u200b');
  for (const typed of ['dora\ufe0f', 'DORA\ufe0f', 'dora@example.org\u200b']) {
    expect((await login(server.url, typed, password)).id).toBe(id);
  }
});

test('what a phone adds around a name is no part of it, for a login and its salt alike', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const salt = await saltOf(server.url, 'alice');
  const strangers = await saltOf(server.url, 'nobody');
  const unseen = [' ', '\u00a0', '\u3000', '\u200b', '\u200e', '\u2060', '\ufeff', '\t', '\u202a'];
  for (const char of unseen) {
    for (const typed of [`alice${char}`, `${char}ALICE`, `${char}alice@example.org${char}`]) {
      expect([typed, await saltOf(server.url, typed)]).toEqual([typed, salt]);
    }
    expect(await saltOf(server.url, `${char}nobody${char}`)).toBe(strangers);
  }
  for (const typed of ['alice ', '\u200bAlice@Example.org\u00a0', ' \u200b alice \u200b ']) {
    expect((await login(server.url, typed, alice.password)).id).toBe(alice.id);
  }
  const longest = `${'x'.repeat(64)}@${'y'.repeat(189)}`;
  expect((await join(server.url, 'longest', longest)).status).toBe(201);
  expect((await login(server.url, ` ${longest}\u200b`, password)).username).toBe(
    ` ${longest}\u200b`,
  );
  for (const typed of [' ', '\u200b', 'al ice', 'al\u200bice']) {
    const body = { username: typed, password: alice.password };
    const refused = await call(server.url, 'POST', '/api/v1/auth/login', { body });
    expect([typed, refused.status, refused.body.error.code]).toEqual([typed, 401, 'AUTH_003']);
  }
});

test('guesses at one name count as one, whatever stands around it', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'on' }, manualClock());
  await register(server.url, 'alice');
  const guess = (username: string) =>
    call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username, password: Buffer.alloc(32).toString('base64url'), derived: true },
    });
  const statuses: number[] = [];
  for (let i = 0; i < 22; i += 1) {
    statuses.push((await guess(`${' '.repeat(i)}nobody${'\u200b'.repeat(i)}`)).status);
  }
  expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
});
