// The snippets of `chat8 setup`, each with the program that it is for.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { runExecutable, startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import type { ProxyName } from '../../support/network/proxy';
import { guess, startProxy } from '../../support/network/proxy';
import { exchange } from '../../support/network/wire';
import type { Person } from '../../support/person';
import { friends } from '../../support/person';
import { certify, freePort, tlsOf, trust } from '../../support/tls';

/** The settings that a snippet says to start Chat8 with. */
const startLine = (snippet: string): Record<string, string> =>
  Object.fromEntries(
    [...snippet.matchAll(/\b(CHAT8_\w+)=(\S+)/g)].map(([, name, text]) => [name, text]),
  );

const PROXIES: ProxyName[] = ['nginx', 'caddy', 'haproxy'];

/**
 * What Bun's own parser gets wrong: of requests in one packet the first answer is lost, and one with
 * trailers (RFC 9112, 7.1.2) is carried out and answered 400.
 */
const answersInOrder = async (site: string, alice: Person, bob: Person, name: ProxyName) => {
  const contents = async () =>
    (await bob.get(`/messages/${alice.id}`)).body.data.messages.map(
      (message: { content: string }) => message.content,
    );
  const before = await contents();
  const head = (method: string, path: string, more: string[] = []) =>
    [
      `${method} ${path} HTTP/1.1`,
      `Host: ${new URL(site).host}`,
      `Authorization: Bearer ${alice.token}`,
      ...more,
      '\r\n',
    ].join('\r\n');
  const json = (content: string) => JSON.stringify({ receiver_id: bob.id, content });
  const type = 'Content-Type: application/json';
  const post = (content: string) => {
    const size = `Content-Length: ${Buffer.byteLength(json(content))}`;
    return head('POST', '/api/v1/messages', [type, size]) + json(content);
  };
  const health = head('GET', '/healthz');
  expect(await exchange(site, health + health, 2)).toEqual([200, 200]);
  const nothing = head('GET', '/api/v1/nothing');
  expect(await exchange(site, post('first') + nothing + post('second'), 3)).toEqual([
    200, 404, 200,
  ]);
  expect(await contents()).toEqual(['second', 'first', ...before]);

  const chunk = `${Buffer.byteLength(json('third')).toString(16)}\r\n${json('third')}\r\n`;
  const announced = [type, 'Transfer-Encoding: chunked', 'Trailer: X-Sum'];
  const trailed = `${head('POST', '/api/v1/messages', announced)}${chunk}0\r\nX-Sum: 1\r\n\r\n`;
  const answered = await exchange(site, trailed, 1);
  const sent = (await contents()).includes('third');
  // Either carried out and said so, or neither.
  expect([answered, sent]).toEqual(name === 'haproxy' ? [[400], false] : [[200], true]);
};

for (const name of PROXIES) {
  test.skipIf(!['openssl', name].every(isAvailable))(
    `behind ${name}: sockets, large files, and everybody counts by their own address`,
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'chat8-proxy-'));
      const { cert, key } = certify(dir, 'site');
      const [port, own] = [await freePort(), await freePort()];
      const site = `https://localhost:${port}`;
      const settings = ['--public-url', site, '--port', String(own), '--max-file-size', '20M'];
      const tls = name === 'caddy' ? [] : ['--tls-cert', cert, '--tls-key', key];
      const printed = await runExecutable({ args: ['setup', name, ...settings, ...tls] });
      const env = startLine(printed.stdout);
      expect(env).toMatchObject({ CHAT8_PORT: String(own), CHAT8_TRUST_PROXY: '127.0.0.1' });
      await using server = await startExecutable({
        env: { ...PLAIN, ...env, CHAT8_RATE_LIMIT: 'on', CHAT8_MAX_FILE_SIZE: '20M' },
      });
      await using proxy = await startProxy(name, port, printed.stdout);
      const ca = name === 'caddy' ? proxy.root() : readFileSync(cert, 'utf8');
      trust(site, ca);

      const { alice, bob } = await friends(site);
      using device = await bob.connect();
      await alice.says(bob, 'hello through the proxy');
      expect((await device.event('new_message')).data.content).toBe('hello through the proxy');

      const bytes = Buffer.from(randomBytes(6 * 1_024 ** 2).toString('base64'));
      const form = new FormData();
      form.set('receiver_id', String(bob.id));
      form.set('file', new File([bytes], 'holiday.txt'));
      const sent = await alice.post('/upload/file', form);
      expect(sent.status).toBe(201);
      await alice.says(bob, sent.body.data.file_url, { message_type: 'file' });
      const got = await fetch(`${site}${sent.body.data.file_url}`, {
        ...tlsOf(site),
        headers: { authorization: `Bearer ${bob.token}` },
      });
      expect(Bun.hash(await got.arrayBuffer())).toBe(Bun.hash(bytes));

      await answersInOrder(site, alice, bob, name);

      // Mallory claims to be somebody else each time, and is counted as who she is.
      const answers: number[] = [];
      while (!answers.includes(429) && answers.length < 30) {
        const forged = { 'x-forwarded-for': `192.0.2.${answers.length}` };
        answers.push(await guess(port, ca, '127.0.0.2', forged));
      }
      expect([answers[0], answers.at(-1)]).toEqual([401, 429]);
      expect(await guess(port, ca, '127.0.0.3')).toBe(401);
      expect(await server.stop()).toBe(0);
      rmSync(dir, { recursive: true, force: true });
    },
    300_000,
  );
}

test.skipIf(!isAvailable('systemd-analyze'))(
  'systemd finds nothing wrong with its unit',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-unit-'));
    const unit = join(dir, 'chat8.service');
    const verify = () => Bun.spawnSync(['systemd-analyze', 'verify', '--man=no', unit]);
    const cases: [string[], Record<string, string>][] = [
      [[], {}],
      [['--acme', 'on', '--public-url', 'https://chat.example', '--lang', 'en'], {}],
      [['--data-dir', '/srv/my chat'], { CHAT8_METRICS_TOKEN: 'a secret of 100% length' }],
      [['--backup-dir', '/var/backups/chat8'], {}],
      [['--turn-port', '443'], { CHAT8_RELAY: '' }],
    ];
    for (const [args, env] of cases) {
      const { stdout, code } = await runExecutable({ args: ['setup', 'systemd', ...args], env });
      expect(code).toBe(0);
      expect(stdout).not.toContain('a secret of');
      writeFileSync(
        unit,
        stdout.replaceAll('ExecStart=/usr/local/bin/chat8', 'ExecStart=/bin/true'),
      );
      const { exitCode, stderr } = verify();
      expect([exitCode, stderr.toString()]).toEqual([0, '']);
    }
    writeFileSync(unit, '[Service]\nExecStart=/bin/true\nRestartt=always\n');
    expect(verify().stderr.toString()).toContain('Restartt');
    rmSync(dir, { recursive: true, force: true });
  },
  300_000,
);
