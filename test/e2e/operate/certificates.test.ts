// Certificates that come by themselves, from an authority on this machine.
import { expect, test } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { launchExecutable, runExecutable, startExecutable } from '../../support/executable';
import { startAuthority } from '../../support/network/authority';
import { call, register } from '../../support/person';
import { freePort, serialAt, trust, until } from '../../support/tls';

const metrics_token = 'whoever looks after it';
const hasPebble = ['openssl', 'pebble'].every(isAvailable);

const settings = async () => {
  const [port, http_port] = [await freePort(), await freePort()];
  const site = `https://localhost:${port}`;
  const env = {
    CHAT8_ACME: 'on',
    CHAT8_PUBLIC_URL: site,
    CHAT8_PORT: String(port),
    CHAT8_HTTP_PORT: String(http_port),
    // With the front that tells TURN from pages.
    CHAT8_RELAY: 'on',
    CHAT8_TURN_PORT: '0',
  };
  return { port, http_port, site, plain: `http://127.0.0.1:${http_port}`, env };
};

/** Of the one that is kept: key and chain are one file. */
const keptSerial = (shelf: string): string => {
  const files = readdirSync(shelf, { recursive: true, encoding: 'utf8' });
  const pair = files.find((name) => name.endsWith('.pem')) ?? '';
  return new X509Certificate(readFileSync(join(shelf, pair))).serialNumber;
};

test.skipIf(!hasPebble)(
  'a certificate comes and is renewed by itself, and no socket is dropped',
  async () => {
    const { port, http_port, site, plain, env } = await settings();
    // What is left of it when it is renewed is enough for a start of the server.
    const life_s = 24;
    await using authority = await startAuthority({ http_port, life_s });
    await authority.start();
    const asked = {
      ...env,
      CHAT8_ACME_DIRECTORY: authority.directory,
      CHAT8_METRICS_TOKEN: metrics_token,
      NODE_EXTRA_CA_CERTS: authority.ca,
    };
    const dir = mkdtempSync(join(tmpdir(), 'chat8-acme-'));
    await using server = await startExecutable({ env: asked, dir });
    expect(server.url).toBe(`https://127.0.0.1:${port}`);
    trust(site, await authority.root());
    const alice = await register(site, 'alice');
    using device = await alice.connect();
    const first = await serialAt(port);

    const sent = await fetch(`${plain}/i/abc?x=1`, { redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([308, `${site}/i/abc?x=1`]);
    const foreign = { redirect: 'manual' as const, headers: { host: 'mallory.example' } };
    expect((await fetch(plain, foreign)).headers.get('location')).toBe(`${site}/`);
    const stale = await fetch(`${plain}/.well-known/acme-challenge/abc`);
    expect([stale.status, await stale.text()]).toEqual([404, 'no such challenge\n']);

    await until(async () => (await serialAt(port)) !== first);
    // A request by the new listener reaches the socket of the old one.
    expect((await alice.put('/user/status', { status: 'away' })).status).toBe(200);
    await device.event('user_status');
    const shelf = join(server.data, 'acme');
    for (const name of readdirSync(shelf, { recursive: true, encoding: 'utf8' })) {
      const { mode } = statSync(join(shelf, name));
      expect(mode & 0o077).toBe(0);
    }
    const told = await runExecutable({ args: ['status', '--data-dir', server.data] });
    expect(told.stdout).toContain('localhost until');
    const { body } = await call(site, 'GET', '/metrics', { token: metrics_token });
    const expires_s = Number(/^chat8_certificate_expires_timestamp_seconds (.+)$/m.exec(body)?.[1]);
    expect(expires_s - Date.now() / 1_000).toBeWithin(0, life_s + 1);
    expect(body).toContain('chat8_certificate_failing 0');
    expect(await server.stop()).toBe(0);
    expect(server.output()).not.toContain('PRIVATE KEY');

    // The one that is kept is enough for a start while the authority is away.
    await authority.stop();
    const kept = keptSerial(shelf);
    expect(kept).not.toBe(first);
    await using again = await startExecutable({ env: asked, dir });
    expect(await serialAt(port)).toBe(kept);
    expect(await again.stop()).toBe(0);
    rmSync(dir, { recursive: true, force: true });
  },
  300_000,
);

test.skipIf(!hasPebble)(
  'without a certificate https stays closed, the reason is told, and the server stops cleanly',
  async () => {
    const { port, http_port, plain, env } = await settings();
    // It calls at a port where nobody is: as with a name that leads elsewhere.
    await using authority = await startAuthority({ http_port: http_port + 1, life_s: 15 });
    await authority.start();
    await using server = launchExecutable({
      env: {
        ...env,
        CHAT8_ACME_DIRECTORY: authority.directory,
        NODE_EXTRA_CA_CERTS: authority.ca,
      },
    });
    await until(() => server.output().includes('no certificate was issued'));
    const front = await fetch(plain, { redirect: 'manual' });
    expect([front.status, front.headers.get('retry-after')]).toEqual([503, '10']);
    await expect(serialAt(port)).rejects.toThrow();
    const told = await runExecutable({ args: ['status', '--data-dir', server.data] });
    expect(told.stdout).toContain('certificate: none');
    expect(told.stdout).toMatch(/certificate_trouble: .*refused.*again/);
    await authority.stop();
    await using lone = launchExecutable({
      env: { ...env, ...(await settings()).env, CHAT8_ACME_DIRECTORY: authority.directory },
    });
    await until(() => lone.output().includes('cannot be reached'));
    expect(await lone.stop()).toBe(0);
    expect(await server.stop()).toBe(0);
    expect(server.output()).not.toContain('listening on');
  },
  300_000,
);

test('what cannot be listened with is one line, and changes nothing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-edge-'));
  const taken = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
  const { env } = await settings();
  const inUse = String(taken.port);
  const tls = (cert: string, key: string) => ({ CHAT8_TLS_CERT: cert, CHAT8_TLS_KEY: key });
  const cases: [words: string, env: Record<string, string>, lines?: number][] = [
    [`port ${inUse} is in use`, { ...env, CHAT8_PORT: inUse }],
    [`port ${inUse} is in use`, { ...env, CHAT8_HTTP_PORT: inUse }],
    ['no address of this machine', { CHAT8_HOST: '192.0.2.1', CHAT8_PORT: '0' }],
    ['needs CHAT8_PUBLIC_URL', { ...env, CHAT8_PUBLIC_URL: '' }],
    ['needs CHAT8_PUBLIC_URL', { ...env, CHAT8_PUBLIC_URL: 'https://127.0.0.1' }],
    ['must differ', { ...env, CHAT8_PORT: inUse, CHAT8_HTTP_PORT: inUse }],
    ['needs CHAT8_ACME or CHAT8_TLS_CERT', { CHAT8_HTTP_PORT: '0' }],
    ['https address', { ...env, CHAT8_ACME_DIRECTORY: 'http://ca.example' }],
    ['exclude each other', { ...env, CHAT8_TLS_CERT: '/a', CHAT8_TLS_KEY: '/b' }, 3],
    ['/nowhere cannot be read', { CHAT8_TLS_CERT: import.meta.path, CHAT8_TLS_KEY: '/nowhere' }],
    // Told among the other mistakes, and both of them.
    ['/no.key cannot be read', { ...tls('/no.pem', '/no.key'), CHAT8_LANG: 'de' }, 3],
    ['is no certificate in PEM', { ...tls(import.meta.path, import.meta.path), CHAT8_X: '' }, 2],
  ];
  for (const [words, env, lines = 1] of cases) {
    const data = join(dir, 'data');
    const wrong = await runExecutable({
      env: { CHAT8_HOST: '127.0.0.1', ...env, CHAT8_DATA_DIR: data },
    });
    expect(wrong.stderr).toContain(words);
    expect(wrong.code).toBeGreaterThan(0);
    expect(wrong.stderr.trim().split('\n')).toHaveLength(lines);
    expect(existsSync(data)).toBe(false);
  }
  taken.stop(true);
  rmSync(dir, { recursive: true, force: true });
}, 300_000);
