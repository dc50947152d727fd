// Tokens that an attacker made, changed or kept, on every operation that asks for one.
import { expect, test } from 'bun:test';
import { readSecrets } from '../../../src/platform/secrets';
import { expiredToken, forgeries } from '../../support/attack/forge';
import { snapshot } from '../../support/data/snapshot';
import { call, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const OPEN =
  /\/(healthz|ws\/\{\}|auth\/(register|registration|login|kdf)|avatars\/\{\}|push\/(receipt|renewal))$/;

const closedOperations = async (url: string): Promise<string[]> => {
  const { paths } = (await (await fetch(`${url}/docs/json`)).json()) as {
    paths: Record<string, object>;
  };
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
    .map((name) => name.replace(/\{\w+\}/g, '{}'))
    .filter((name) => !OPEN.test(name));
};

test('no operation takes a token that is forged, respelled, expired or revoked', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  await register(server.url, 'mallory');
  const tablet = await login(server.url, 'mallory');
  const session_id = (await tablet.get('/auth/sessions')).body.data.at(-1).id;
  const victim = { id: tablet.id, session_id, token: tablet.token };
  const secret = readSecrets(server.dir)?.tokens ?? '';
  const forged = Object.entries(forgeries(victim, secret));
  const operations = await closedOperations(server.url);
  expect(operations.length).toBeGreaterThan(35);
  const codeOf = async (name: string, token: string) => {
    const [method = '', path = ''] = name.split(' ');
    const options = { token, body: method === 'get' ? undefined : {} };
    const url = path.replaceAll('{}', '1');
    const { status, body } = await call(server.url, method.toUpperCase(), url, options);
    return [name, status, body.error?.code];
  };
  // A stranger is met before his body, wherever there is one.
  for (const name of operations) {
    const [method = '', path = ''] = name.split(' ');
    const body = method === 'get' ? undefined : '{';
    const headers = { 'content-type': 'text/plain', authorization: `Basic ${victim.token}` };
    const url = path.replaceAll('{}', '1');
    const answer = await call(server.url, method.toUpperCase(), url, { body, headers });
    expect([name, answer.status, answer.body.error?.code]).toEqual([name, 401, 'AUTH_001']);
  }
  const before = snapshot(server.dir);
  for (const name of operations) {
    for (const [kind, token] of forged) {
      expect([kind, ...(await codeOf(name, token))]).toEqual([kind, name, 401, 'AUTH_001']);
    }
    // Signing out is what an expired token may still do.
    if (name === 'post /api/v1/auth/logout') continue;
    const late = expiredToken(victim, secret);
    expect(await codeOf(name, late)).toEqual([name, 401, 'AUTH_002']);
  }
  expect(snapshot(server.dir)).toEqual(before);
  expect((await tablet.post('/auth/logout')).status).toBe(200);
  const after = snapshot(server.dir);
  for (const name of operations) {
    expect(await codeOf(name, tablet.token)).toEqual([name, 401, 'AUTH_001']);
  }
  expect(snapshot(server.dir)).toEqual(after);
}, 300_000);
