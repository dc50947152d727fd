// Signing in and registering in the web client: what a phone's keyboard adds is not sent.
import { expect, test } from 'bun:test';
import { createApp } from '../../../support/client/whole-client';
import {
  fakeBrowser,
  fakeClock,
  fakeEngine,
  fakeTab,
  fakeTexts,
} from '../../../support/fake-parts';
import { fakeServer, refusal } from '../../../support/fake-server';

/** What is asked of `path`; the server refuses, for no more than that is looked at. */
const refusing = (path: RegExp) => {
  const server = fakeServer();
  const bodies: Record<string, unknown>[] = [];
  server.refuse(path, ({ body }) => {
    bodies.push(body);
    return refusal(401, 'AUTH_003');
  });
  const { fetch, transfer, openSocket } = server;
  const { engine } = fakeEngine();
  engine.newKdf = async () => ({ alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: 's' });
  const own = { engine, clock: fakeClock(), tab: fakeTab().part, tabStore: fakeTexts() };
  const app = createApp({ ...own, ...fakeBrowser(), fetch, transfer, openSocket }, () => 'en');
  return { app, server, bodies };
};

test('the name is asked for and sent as it was meant, in both steps of a login', async () => {
  const { app, server, bodies } = refusing(/POST \/auth\/login/);
  const login = app.session.login('\u200b Alice@Example.org \u00a0', 'alice likes tea');
  await expect(login).rejects.toThrow('AUTH_003');
  expect(server.asked).toEqual(['GET /auth/kdf?username=Alice%40Example.org']);
  expect(bodies[0]?.username).toBe('Alice@Example.org');
});

test('a new account has the name and the address without what nobody sees', async () => {
  const { app, bodies } = refusing(/POST \/auth\/register/);
  const draft = { username: ' alice\u200b', email: '\ufeffalice@example.org\t', password: 'tea' };
  await expect(app.session.register(draft)).rejects.toThrow('AUTH_003');
  expect(bodies[0]).toMatchObject({ username: 'alice', email: 'alice@example.org' });
});

test('a changed name is trimmed, and one from before is sent as it is', async () => {
  const { app, bodies } = refusing(/PUT \/user\/profile/);
  await app.session.login('alice', 'alice likes tea');
  app.account.changed({ username: '__', email: '"a b"@example.org ' });
  const names = { username: ' bob ', email: '"a b"@example.org ' };
  await expect(app.account.rename(names)).rejects.toThrow('AUTH_003');
  expect(bodies[0]).toEqual({ username: 'bob', email: '"a b"@example.org ' });
});

test('the last group of a recovery code is read as the whole code is when it opens the vault', () => {
  const { isLastGroup } = refusing(/POST/).app.session;
  const said = ['A10Z', ' a10z', 'alOz', 'Ａ１０Ｚ', 'A10', 'A10Y', '', 'WXYZ-A10Z'];
  expect(said.map((typed) => isLastGroup('0000-WXYZ-A10Z', typed))).toEqual([
    ...[true, true, true, true],
    ...[false, false, false, false],
  ]);
});
