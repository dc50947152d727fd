// The doctor, as a newcomer meets it: each trouble is said in words, and a healthy server is well.
import { expect, test } from 'bun:test';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { runExecutable, startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { call, register } from '../../support/person';
import { eventually } from '../../support/timing';
import { certify, freePort } from '../../support/tls';

const hasOpenssl = isAvailable('openssl');

const ask = async (env: Record<string, string>) => {
  const { code, stderr } = await runExecutable({
    args: ['doctor'],
    env: { CHAT8_HOST: '127.0.0.1', ...env },
  });
  expect(code).toBe(stderr === '' ? 0 : 1);
  for (const line of stderr.trim().split('\n')) expect(line).toStartWith('chat8: ');
  return stderr;
};

/** Its thread begins beside the chat. */
const relayRuns = ({ output }: { output: () => string }) =>
  eventually(() => output().includes('the relay of calls runs'));

test('a server that runs is judged by its own settings, and a healthy one is well', async () => {
  const [port, nobody] = [await freePort(), await freePort()];
  const home = mkdtempSync(join(tmpdir(), 'chat8-doctor-'));
  const turn = String(await freePort());
  const relay = { CHAT8_RELAY: 'on', CHAT8_TURN_PORT: turn };
  const well = { CHAT8_PORT: String(port), CHAT8_RATE_LIMIT: 'on', ...relay };
  const backups = { CHAT8_BACKUP_DIR: join(home, 'backups') };
  const env = { ...PLAIN, ...well, ...backups, CHAT8_PUBLIC_URL: `http://localhost:${port}` };
  await using server = await startExecutable({ env, dir: home });
  await relayRuns(server);
  const args = ['doctor', '--data-dir', server.data];
  const said = await runExecutable({ args });
  expect([said.stderr, said.stdout, said.code]).toEqual(['', 'all is well\n', 0]);
  const asJson = await runExecutable({ args: [...args, '--json'] });
  expect(JSON.parse(asJson.stdout)).toEqual({ findings: [] });
  // Before a start its port is looked at as well.
  const again = await ask({ CHAT8_DATA_DIR: join(home, 'other'), ...relay });
  expect(again).toContain(`port ${turn} is in use`);
  expect(await server.stop()).toBe(0);

  // The proxy was forgotten, and leads nowhere.
  const public_url = `https://localhost:${nobody}`;
  await using lost = await startExecutable({
    env: { ...env, CHAT8_PUBLIC_URL: public_url, CHAT8_METRICS_TOKEN: 'nobody prints this' },
    dir: home,
  });
  const told = await ask({ CHAT8_DATA_DIR: lost.data });
  expect(told).toContain('CHAT8_TRUST_PROXY');
  expect(told).toContain(`${public_url} cannot be reached`);
  expect(told).toContain('registration is open');
  expect(told).not.toContain('nobody prints this');
  expect(told).not.toContain('port ');
  expect(await lost.stop()).toBe(0);
  rmSync(home, { recursive: true, force: true });
}, 300_000);

test.skipIf(!hasOpenssl)(
  'a relay that is heard over TLS at the port of the page is well',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'chat8-doctor-'));
    const { cert, key } = certify(home, 'good', { days: 60 });
    const port = String(await freePort());
    await using server = await startExecutable({
      dir: home,
      env: {
        CHAT8_PORT: port,
        CHAT8_RATE_LIMIT: 'on',
        CHAT8_REGISTRATION: 'invite',
        CHAT8_BACKUP_DIR: join(home, 'backups'),
        CHAT8_PUBLIC_URL: `https://localhost:${port}`,
        CHAT8_TLS_CERT: cert,
        CHAT8_TLS_KEY: key,
        CHAT8_RELAY: 'on',
        CHAT8_TURN_PORT: '0',
      },
    });
    await relayRuns(server);
    const args = ['doctor', '--data-dir', server.data];
    const said = await runExecutable({ args, env: { NODE_EXTRA_CA_CERTS: cert } });
    expect([said.stderr, said.stdout, said.code]).toEqual(['', 'all is well\n', 0]);
    const untrusting = await runExecutable({ args });
    expect(untrusting.stderr).toContain(
      `the certificate at localhost:${port} does not hold for the relay`,
    );
    const { stdout } = await runExecutable({ args: ['status', '--data-dir', server.data] });
    expect(stdout).toMatch(/^relay: on, at port \d+$/m);
    expect(await server.stop()).toBe(0);
    rmSync(home, { recursive: true, force: true });
  },
  300_000,
);

test('a page that was refused its socket for its Origin is named, with what the server was called', async () => {
  await using server = await startExecutable({ env: { CHAT8_TRUST_PROXY: '127.0.0.1' } });
  const alice = await register(server.url, 'alice');
  const before = await ask({ CHAT8_DATA_DIR: server.data });
  expect(before).not.toContain('refused its socket');
  const headers = {
    origin: 'https://chat.example',
    'x-forwarded-host': 'inner.lan',
    'x-forwarded-proto': 'https',
  };
  const knocked = await call(server.url, 'GET', `/ws/${alice.id}?token=${alice.token}`, {
    headers,
  });
  expect([knocked.status, knocked.body.error.code]).toEqual([403, 'AUTH_004']);
  const told = await ask({ CHAT8_DATA_DIR: server.data });
  expect(told).toMatch(
    /a page of the origin https:\/\/chat\.example was refused its socket at 20\S+Z, for this server was called as https:\/\/inner\.lan/,
  );
  expect(told).toContain('set CHAT8_PUBLIC_URL=https://chat.example');
  const status = await runExecutable({ args: ['status', '--json', '--data-dir', server.data] });
  expect(JSON.parse(status.stdout)).toMatchObject({
    origin_refused: 'https://chat.example',
    origin_own: 'https://inner.lan',
  });
  expect(server.output()).toContain('a socket was refused for its Origin');
  expect(await server.stop()).toBe(0);
}, 300_000);

test('what stands in the way of a start is said, port, authority and directory', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-doctor-'));
  const taken = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
  const [port, http_port] = [await freePort(), await freePort()];
  const acme = await ask({
    CHAT8_DATA_DIR: join(dir, 'data'),
    CHAT8_ACME: 'on',
    CHAT8_PUBLIC_URL: 'https://localhost',
    CHAT8_PORT: String(port),
    CHAT8_HTTP_PORT: String(http_port),
    CHAT8_ACME_DIRECTORY: 'https://127.0.0.1:1/letsencrypt.org',
  });
  expect(acme).toContain('no certificate for localhost');
  expect(acme).toContain(`must lead it to ${http_port}`);
  expect(acme).toContain('set CHAT8_PORT=443');
  expect(acme).toContain('127.0.0.1:1/letsencrypt.org cannot be reached');
  expect(acme).toContain('no server runs');

  const file = join(dir, 'file');
  writeFileSync(file, '');
  const data = join(dir, 'open');
  mkdirSync(data);
  chmodSync(data, 0o755);
  writeFileSync(join(data, 'chat8.db'), '');
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(join(data, 'chat8.db'), later, later);
  const broken = await ask({
    CHAT8_DATA_DIR: data,
    CHAT8_PORT: String(taken.port),
    CHAT8_BACKUP_DIR: join(file, 'backups'),
    CHAT8_TRUST_PROXY: '0.0.0.0/0',
    CHAT8_PUBLIC_URL: 'http://chat.example',
    TMPDIR: '/proc',
    BUN_TMPDIR: '/proc',
  });
  expect(broken).toContain(`port ${taken.port} is in use`);
  expect(broken).toContain('file is no directory');
  expect(broken).toContain('chmod 700');
  expect(broken).toMatch(/the clock is wrong: .* (59|60) minutes/);
  expect(broken).toContain('come from anywhere');
  expect(broken).toContain('browsers encrypt on https alone');
  expect(broken).toContain('Argon2 does not load');
  taken.stop(true);
  rmSync(dir, { recursive: true, force: true });
}, 300_000);

test.skipIf(!hasOpenssl)(
  'certificates: expired, about to, for another name, open to all',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-doctor-'));
    const judge = (pair: { cert: string; key: string }, public_url: string) =>
      ask({
        CHAT8_DATA_DIR: join(dir, 'data'),
        CHAT8_PORT: '0',
        CHAT8_TLS_CERT: pair.cert,
        CHAT8_TLS_KEY: pair.key,
        CHAT8_PUBLIC_URL: public_url,
      });
    const good = certify(dir, 'good', { days: 60 });
    expect(await judge(good, 'https://localhost')).not.toContain('certificate');
    expect(await judge(good, 'https://chat.example')).toContain('people call chat.example');
    const old = certify(dir, 'old', { days: -1 });
    expect(await judge(old, 'https://localhost')).toContain('expired at');
    const soon = certify(dir, 'soon', { days: 5 });
    chmodSync(soon.key, 0o644);
    const told = await judge(soon, 'https://localhost');
    expect(told).toMatch(/expires in [45] days/);
    expect(told).toContain(`chmod 600 ${soon.key}`);
    expect(await judge({ ...good, key: old.key }, 'https://localhost')).toContain('does not fit');
    rmSync(dir, { recursive: true, force: true });
  },
  300_000,
);

test('a proxy that nobody named is found out, for all its people are one address', async () => {
  await using server = await startExecutable();
  const alice = await register(server.url, 'alice');
  const forgotten = 'name it in CHAT8_TRUST_PROXY';
  expect(await ask({ CHAT8_DATA_DIR: server.data })).not.toContain(forgotten);
  const signedIn = await call(server.url, 'POST', '/api/v1/auth/login', {
    body: { username: 'alice', password: alice.password },
    headers: { 'x-forwarded-for': '198.51.100.9' },
  });
  expect(signedIn.status).toBe(200);
  const told = await ask({ CHAT8_DATA_DIR: server.data });
  expect(told).toContain('a proxy at 127.0.0.1 passes people on');
  expect(told).toContain(forgotten);
  expect(await server.stop()).toBe(0);
}, 300_000);
