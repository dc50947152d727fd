// What stands between the program and its people: TLS, metrics, snippets, the doctor.
import { expect, test } from 'bun:test';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { isAvailable } from '../support/available';
import { runExecutable, startExecutable } from '../support/executable';
import { call, register } from '../support/person';

const hasOpenssl = isAvailable('openssl');

/** A certificate for 127.0.0.1, its serial number said. */
const certify = (dir: string, name: string, serial: number) => {
  const [cert, key] = [join(dir, `${name}.pem`), join(dir, `${name}.key`)];
  const made = Bun.spawnSync(
    ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
      .concat(['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=127.0.0.1'])
      .concat(['-set_serial', String(serial), '-addext', 'subjectAltName=IP:127.0.0.1']),
  );
  if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  return { cert, key };
};

const serialAt = (port: number) =>
  new Promise<string>((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.on('error', reject);
  });

test.skipIf(!hasOpenssl)(
  'a renewed certificate is taken up, and no socket is dropped',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-tls-'));
    const first = certify(dir, 'first', 17);
    const second = certify(dir, 'second', 34);
    const [cert, key] = [join(dir, 'live.pem'), join(dir, 'live.key')];
    const use = (pair: { cert: string; key: string }) => {
      copyFileSync(pair.cert, cert);
      copyFileSync(pair.key, key);
    };
    use(first);
    const env = { CHAT8_TLS_CERT: cert, CHAT8_TLS_KEY: key };
    await using server = await startExecutable({ env });
    expect(server.url).toStartWith('https:');
    const tls = { rejectUnauthorized: false };
    const post = async (path: string, body: object, token = '') => {
      const answer = await fetch(`${server.url}/api/v1${path}`, {
        method: 'POST',
        tls,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      return (await answer.json()).data;
    };
    const password = 'alice likes tea';
    const alice = await post('/auth/register', {
      username: 'alice',
      email: 'alice@example.org',
      password,
      confirm_password: password,
    });
    const address = `${server.url.replace('http', 'ws')}/ws/${alice.user_id}?token=${alice.access_token}`;
    const socket = new WebSocket(address, { tls } as never);
    const heard: string[] = [];
    socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)).type);
    let isClosed = false;
    socket.onclose = () => {
      isClosed = true;
    };
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    const port = Number(new URL(server.url).port);
    expect(await serialAt(port)).toBe('11');
    use(second);
    const until = Date.now() + 20_000;
    while ((await serialAt(port)) !== '22' && Date.now() < until) await Bun.sleep(100);
    expect(await serialAt(port)).toBe('22');
    // A request by the new listener reaches the socket of the old one.
    const status = await fetch(`${server.url}/api/v1/user/status`, {
      method: 'PUT',
      tls,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${alice.access_token}`,
      },
      body: '{"status":"away"}',
    });
    expect(status.status).toBe(200);
    while (!heard.includes('user_status') && Date.now() < until) await Bun.sleep(20);
    expect(heard).toContain('user_status');
    expect(isClosed).toBe(false);
    socket.close();
    expect(await server.stop()).toBe(0);

    const wrong = await runExecutable({
      args: ['serve', '--data-dir', join(dir, 'data'), '--port', '0'],
      env: { CHAT8_TLS_CERT: first.cert, CHAT8_TLS_KEY: second.key },
    });
    expect([wrong.code, wrong.stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(wrong.stderr).toContain('does not fit');
    rmSync(dir, { recursive: true, force: true });
  },
  60_000,
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
}, 60_000);

test('snippets are of this configuration, and the doctor says what is wrong', async () => {
  const settings = ['--public-url', 'https://chat.example', '--port', '8123'];
  for (const name of ['nginx', 'caddy', 'systemd', 'docker']) {
    const { code, stdout } = await runExecutable({ args: ['setup', name, ...settings] });
    expect(code).toBe(0);
    expect(stdout).toContain('8123');
    if (name === 'nginx' || name === 'caddy')
      expect(stdout).toContain('chat.example {'.slice(0, 12));
  }
  expect((await runExecutable({ args: ['setup', 'apache'] })).code).toBe(1);
  await using server = await startExecutable();
  const sick = await runExecutable({ args: ['doctor', '--data-dir', server.data, ...settings] });
  expect(sick.code).toBe(1);
  expect(sick.stderr).toContain('CHAT8_TRUST_PROXY');
  expect(sick.stderr).toContain('CHAT8_BACKUP_DIR');
}, 60_000);
