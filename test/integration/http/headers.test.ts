// What every answer says to a browser, pages and refusals alike.
import { expect, test } from 'bun:test';
import { PLAIN } from '../../support/network/behind-front';
import { call, friends } from '../../support/person';
import { startServer } from '../../support/server';

const POLICY = /^default-src 'none'|^sandbox$/;

test('every answer has a strict policy, and tells nobody where a link was followed', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const form = new FormData();
  form.set('file', new File(['<script>alert(1)</script>'], 'page.html'));
  form.set('receiver_id', String(bob.id));
  const { file_url } = (await alice.post('/upload/file', form)).body.data;
  const { token } = alice;
  const index = String((await call(server.url, 'GET', '/')).body);
  const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(index) ?? [];
  const paths = [
    ...[
      '/',
      '/i/abc',
      '/sw.js',
      '/manifest.webmanifest',
      '/reset',
      script,
      '/docs',
      '/docs/json',
      '/docs/start.js',
      '/docs/swagger-ui.js',
    ],
    ...['/docs/swagger-ui.css', '/healthz', '/metrics', '/nothing', '/assets/nothing', '/ws/1'],
    ...['/api/v1/nothing', '/api/v1/user/profile', '/api/v1/messages/0x1', '/api/v1/auth/login'],
    ...['/api/v1/user/export', '/api/v1/avatars/nothing', file_url],
  ];
  const hsts = server.url.startsWith('https:') ? 'max-age=31536000' : null;
  for (const path of paths) {
    const { headers } = await call(server.url, 'GET', path, { token });
    expect([path, headers.get('content-security-policy') ?? '']).toEqual([
      path,
      expect.stringMatching(POLICY),
    ]);
    const policy = headers.get('content-security-policy');
    expect(policy).not.toMatch(/'unsafe-(inline|eval)'|https?:|\*/);
    if (policy !== 'sandbox') expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('geolocation=()');
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(headers.get('strict-transport-security')).toBe(hsts);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test('a browser is told to stay on https where it came by https, as a trusted proxy says', async () => {
  await using server = await startServer({ ...PLAIN, CHAT8_TRUST_PROXY: '127.0.0.1' });
  const sent = async (headers: Record<string, string>) =>
    (await call(server.url, 'GET', '/healthz', { headers })).headers.get(
      'strict-transport-security',
    );
  expect(await sent({ 'x-forwarded-proto': 'https' })).toMatch(/^max-age=\d{8}/);
  expect(await sent({ 'x-forwarded-proto': 'https, http' })).toBeNull();
  expect(await sent({ 'x-forwarded-proto': 'http' })).toBeNull();
  expect(await sent({})).toBeNull();
  await using open = await startServer(PLAIN);
  const headers = { 'x-forwarded-proto': 'https' };
  const untrusted = await call(open.url, 'GET', '/healthz', { headers });
  expect(untrusted.headers.get('strict-transport-security')).toBeNull();
});
