// Signing in and registering in the web client: what a phone's keyboard adds is not sent.
import { afterEach, expect, test } from 'bun:test';
import type { Safe } from '../../src/web/crypto/engine';
import type { Keys } from '../../src/web/model/keys/keys';
import { account } from '../../src/web/model/session/account';
import { createSession } from '../../src/web/model/session/session';
import { me } from '../../src/web/model/state';

afterEach(() => {
  me.value = null;
});

/** Remembers what is asked; the login itself is refused, for no more than that is looked at. */
const refusing = () => {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  const real = globalThis.fetch;
  const answer = async (address: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = String(address).replace('/api/v1', '');
    asked.push({ path, body: init?.body ? JSON.parse(String(init.body)) : {} });
    if (path.startsWith('/auth/kdf')) return Response.json({ success: true, data: { salt: 's' } });
    return Response.json({ error: { code: 'AUTH_003', details: {} } }, { status: 401 });
  };
  globalThis.fetch = Object.assign(answer, { preconnect: real.preconnect });
  // The page's address, in which an invitation is looked for.
  Reflect.set(globalThis, 'location', new URL('http://chat8.example/'));
  return {
    asked,
    [Symbol.dispose]() {
      globalThis.fetch = real;
      Reflect.deleteProperty(globalThis, 'location');
    },
  };
};

const sessionOf = () => {
  const safe = { derive: async () => 'derived', newKdf: async () => ({ salt: 's' }) };
  return createSession(safe as unknown as Safe, {} as Keys, {
    ready: async () => {},
    open: async () => {},
  });
};

test('the name is asked for and sent as it was meant, in both steps of a login', async () => {
  using api = refusing();
  const login = sessionOf().login('\u200b Alice@Example.org \u00a0', 'alice likes tea');
  await expect(login).rejects.toThrow('AUTH_003');
  expect(api.asked.map(({ path }) => path)).toEqual([
    '/auth/kdf?username=Alice%40Example.org',
    '/auth/login',
  ]);
  expect(api.asked[1]?.body.username).toBe('Alice@Example.org');
});

test('a new account has the name and the address without what nobody sees', async () => {
  using api = refusing();
  const draft = { username: ' alice\u200b', email: '\ufeffalice@example.org\t', password: 'tea' };
  await expect(sessionOf().register(draft)).rejects.toThrow('AUTH_003');
  expect(api.asked[0]?.body).toMatchObject({ username: 'alice', email: 'alice@example.org' });
});

test('a changed name is trimmed, and one from before is sent as it is', async () => {
  using api = refusing();
  me.value = {
    id: 1,
    username: '__',
    email: '"a b"@example.org ',
    avatar: '',
    status: 'online',
    created_at: '',
    last_login: '',
  };
  const names = { username: ' bob ', email: '"a b"@example.org ' };
  await expect(account.rename(names)).rejects.toThrow('AUTH_003');
  expect(api.asked[0]?.body).toEqual({ username: 'bob', email: '"a b"@example.org ' });
});
