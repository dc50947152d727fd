// Faults of the server: answered like everything else, and told to the log alone.
import { expect, test } from 'bun:test';
import { call, register } from '../../support/person';
import { startServer } from '../../support/server';

const broken = () => {
  throw new Error('a fault inside: SELECT * FROM users');
};

test('a fault in a handler is an envelope, tied to the log by its request', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  server.world.users.byId = broken;
  const { status, headers, body } = await alice.get('/user/profile', { 'accept-language': 'en' });
  expect([status, body.error]).toEqual([
    500,
    { code: 'SERVER_001', message: 'A fault of the server', details: {} },
  ]);
  const [line] = server.log.filter(({ message }) => message === 'a request failed');
  expect(line?.fields.request_id).toBe(headers.get('x-request-id'));
});

test('a fault in the answer to a fault is an envelope too, with the headers of all', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  server.world.users.byId = broken;
  server.world.log.error = broken;
  const { status, headers, body } = await alice.get('/user/profile');
  expect([status, body.success, body.error]).toEqual([
    500,
    false,
    { code: 'SERVER_001', message: '服务器内部错误', details: {} },
  ]);
  expect(headers.get('content-type')).toContain('application/json');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-request-id')).toBeTruthy();
  expect((await call(server.url, 'GET', '/healthz')).status).toBe(200);
});
