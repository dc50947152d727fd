// What stands between the program and its people: TLS, metrics, snippets.
import { expect, test } from 'bun:test';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caddy } from '../../../src/cli/snippets/caddy';
import { docker } from '../../../src/cli/snippets/docker';
import { haproxy } from '../../../src/cli/snippets/haproxy';
import { nginx } from '../../../src/cli/snippets/nginx';
import { systemd } from '../../../src/cli/snippets/systemd';
import type { Config } from '../../../src/config/config';
import { type Given, readConfig, readGiven } from '../../../src/config/read';
import { createListeners } from '../../../src/server/listeners';
import { isAvailable } from '../../support/available';
import { runExecutable, startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { call, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { certify, freePort, serialAt, trust, until } from '../../support/tls';

const hasOpenssl = isAvailable('openssl');

test.skipIf(!hasOpenssl)(
  'a renewed certificate is taken up, a bad one is not, and no socket is dropped',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-tls-'));
    const first = certify(dir, 'first', { serial: 17 });
    const second = certify(dir, 'second', { serial: 34 });
    const expired = certify(dir, 'expired', { days: -1 });
    const [cert, key] = [join(dir, 'live.pem'), join(dir, 'live.key')];
    const use = (pair: { cert: string; key: string }) => {
      copyFileSync(pair.cert, cert);
      copyFileSync(pair.key, key);
    };
    use(first);
    const http_port = await freePort();
    const env = {
      CHAT8_TLS_CERT: cert,
      CHAT8_TLS_KEY: key,
      CHAT8_HTTP_PORT: String(http_port),
      CHAT8_PUBLIC_URL: 'https://localhost',
    };
    await using server = await startExecutable({ env });
    expect(server.url).toStartWith('https:');
    trust(server.url);
    const alice = await register(server.url, 'alice');
    using device = await alice.connect();
    const port = Number(new URL(server.url).port);
    expect(await serialAt(port)).toBe('11');
    const plain = await fetch(`http://127.0.0.1:${http_port}/i/abc`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([308, 'https://localhost/i/abc']);

    const whole = readFileSync(second.cert, 'utf8');
    writeFileSync(cert, whole.slice(0, whole.length / 2));
    await until(() => server.output().includes('not all of it'));
    use({ cert: second.cert, key: first.key });
    await until(() => server.output().includes('does not fit'));
    use(expired);
    await until(() => server.output().includes('expired at'));
    rmSync(key);
    await until(() => server.output().includes('live.key cannot be read'));
    expect(await serialAt(port)).toBe('11');
    const told = await runExecutable({ args: ['status', '--data-dir', server.data] });
    expect(told.stdout).toMatch(/certificate_trouble: .*live.key cannot be read/);

    use(second);
    await until(async () => (await serialAt(port)) === '22');
    // A request by the new listener reaches the socket of the old one.
    expect((await alice.put('/user/status', { status: 'away' })).status).toBe(200);
    await device.event('user_status');
    expect(await server.stop()).toBe(0);

    const wrong = await runExecutable({
      args: ['serve', '--data-dir', join(dir, 'data'), '--port', '0'],
      env: { CHAT8_TLS_CERT: first.cert, CHAT8_TLS_KEY: second.key },
    });
    expect([wrong.code, wrong.stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(wrong.stderr).toContain('does not fit');
    expect(existsSync(join(dir, 'data'))).toBe(false);
    rmSync(dir, { recursive: true, force: true });
  },
  300_000,
);

test.skipIf(!hasOpenssl)(
  'a hundred renewals leave no listener behind but those with sockets',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-tls-'));
    const made = certify(dir, 'live');
    const pair = { cert: readFileSync(made.cert, 'utf8'), key: readFileSync(made.key, 'utf8') };
    await using server = await startServer(PLAIN);
    const opened = Promise.withResolvers<string>();
    const listeners = createListeners(server.world, opened.resolve);
    listeners.use(pair);
    const url = await opened.promise;
    trust(url);
    const alice = await register(url, 'alice');
    using device = await alice.connect();
    const files = () => readdirSync('/proc/self/fd').length;
    const before = files();
    for (let i = 0; i < 100; i += 1) listeners.use(pair);
    await until(() => listeners.count() === 2);
    expect(files()).toBeLessThan(before + 5);
    expect((await alice.put('/user/status', { status: 'away' })).status).toBe(200);
    await device.event('user_status');
    device.close();
    await until(() => listeners.count() === 1);
    await listeners.stop();
    rmSync(dir, { recursive: true, force: true });
  },
);

test('metrics are for whoever knows the token', async () => {
  const token = 'a long enough token';
  await using server = await startExecutable({ env: { CHAT8_METRICS_TOKEN: token } });
  const alice = await register(server.url, 'alice');
  using _device = await alice.connect();
  expect((await call(server.url, 'GET', '/metrics')).status).toBe(401);
  const { status, body } = await call(server.url, 'GET', '/metrics', { token });
  expect(status).toBe(200);
  expect(body).toContain('chat8_users 1');
  expect(body).toContain('chat8_sockets 1');
  expect(body).toContain('chat8_requests_total{method="POST",status="201"} 1');
  await using without = await startExecutable();
  expect((await call(without.url, 'GET', '/metrics', { token })).status).toBe(404);
}, 300_000);

test('snippets are of this configuration', async () => {
  const settings = ['--public-url', 'https://chat.example', '--port', '8123'];
  for (const name of ['nginx', 'caddy', 'haproxy', 'systemd', 'docker']) {
    const { code, stdout } = await runExecutable({ args: ['setup', name, ...settings] });
    expect(code).toBe(0);
    expect(stdout).toContain('8123');
    if (['nginx', 'caddy', 'haproxy'].includes(name))
      expect(stdout).toContain('chat.example {'.slice(0, 12));
  }
  expect((await runExecutable({ args: ['setup', 'apache'] })).code).toBe(2);
}, 300_000);

test('snippets open the ports of the relay, past the proxy too, and none if it is off', () => {
  const of = (text: (config: Config, given: Given[]) => string, ...more: string[]) => {
    const args = ['--public-url', 'https://chat.example', ...more];
    return text(readConfig(args, {}), readGiven(args, {}));
  };
  const published = '-p 3478:3478 -p 3478:3478/udp -p 3479:3479/udp';
  expect(of(docker)).toContain(published);
  expect(of(docker)).toContain('EXPOSE 8000 3478 3478/udp 3479/udp');
  for (const proxy of [nginx, caddy, haproxy]) {
    expect(of(proxy)).toContain(
      '# Calls go past the proxy. Open to this machine: UDP 3478 and 3479, TCP 3478.',
    );
  }
  expect(of(systemd)).toContain('# The firewall, for calls: UDP 3478 and 3479, TCP 3478');
  expect(of(systemd)).not.toContain('CAP_NET_BIND_SERVICE');
  expect(of(systemd, '--turn-port', '443')).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE');
  for (const text of [docker, nginx, systemd]) {
    expect(of(text, '--relay', 'off')).not.toMatch(/3478|for calls|past the proxy/);
    expect(of(text, '--turn-urls', 'stun:stun.example')).not.toContain('3478');
  }
});

test('snippets bring along what lies outside: backups, certificates, the passphrase', async () => {
  using place = scratch();
  const secret = join(place.dir, 'passphrase');
  writeFileSync(secret, 'eight swans cross the lake\n');
  const places = ['--backup-dir', '/mnt/backups', '--data-dir', '/home/op/data'];
  const settings = [...places, '--backup-passphrase-file', secret];
  const setup = async (name: string) =>
    (await runExecutable({ args: ['setup', name, ...settings] })).stdout;
  const dockerfile = await setup('docker');
  expect(dockerfile).toContain("-v '/mnt/backups:/backups'");
  expect(dockerfile).toContain('ENV CHAT8_BACKUP_DIR=/backups');
  expect(dockerfile).toContain(`-v '${secret}:${secret}:ro'`);
  const unit = await setup('systemd');
  expect(unit).toContain(`The user chat8 must be able to read ${secret}`);
  expect(unit).toContain('User=chat8');
  expect(unit).toContain('The unit hides /home/op/data');
  expect(dockerfile + unit).not.toContain('swans');
}, 300_000);
