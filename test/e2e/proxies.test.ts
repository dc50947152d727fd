// The snippets of `chat8 setup`, each with the program that it is for.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../support/available';
import { runExecutable, startExecutable } from '../support/executable';
import { friends } from '../support/person';
import { guess, startProxy } from '../support/proxy';
import { certify, freePort, tlsOf, trust } from '../support/tls';

/** The settings that a snippet says to start Chat8 with. */
const startLine = (snippet: string): Record<string, string> =>
  Object.fromEntries(
    [...snippet.matchAll(/\b(CHAT8_\w+)=(\S+)/g)].map(([, name, text]) => [name, text]),
  );

for (const name of ['nginx', 'caddy'] as const) {
  test.skipIf(!['openssl', name].every(isAvailable))(
    `behind ${name}: sockets, large files, and everybody counts by their own address`,
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'chat8-proxy-'));
      const { cert, key } = certify(dir, 'site');
      const [port, own] = [await freePort(), await freePort()];
      const site = `https://localhost:${port}`;
      const settings = ['--public-url', site, '--port', String(own), '--max-file-size', '20M'];
      const tls = name === 'nginx' ? ['--tls-cert', cert, '--tls-key', key] : [];
      const printed = await runExecutable({ args: ['setup', name, ...settings, ...tls] });
      const env = startLine(printed.stdout);
      expect(env).toMatchObject({ CHAT8_PORT: String(own), CHAT8_TRUST_PROXY: '127.0.0.1' });
      await using server = await startExecutable({
        env: { ...env, CHAT8_RATE_LIMIT: 'on', CHAT8_MAX_FILE_SIZE: '20M' },
      });
      await using proxy = await startProxy(name, port, printed.stdout);
      const ca = name === 'nginx' ? readFileSync(cert, 'utf8') : proxy.root();
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
    60_000,
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
  60_000,
);
