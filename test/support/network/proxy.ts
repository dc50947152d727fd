// nginx, Caddy and HAProxy as Debian has them, each with a snippet of the program in a scratch directory.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialAt, until } from '../tls';

const run = async (dir: string, port: number, command: string[], env = {}) => {
  const child = Bun.spawn(command, {
    cwd: dir,
    env: { ...Bun.env, PATH: `${Bun.env.PATH}:/usr/sbin`, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const reading = (async () => {
    for await (const chunk of child.stderr) said += Buffer.from(chunk).toString();
  })();
  let isOver = false;
  void child.exited.then(() => {
    isOver = true;
  });
  const stop = async () => {
    child.kill();
    await child.exited;
    await reading;
  };
  const answers = () =>
    serialAt(port).then(
      () => true,
      () => isOver,
    );
  await until(answers).catch(() => {});
  if (!isOver && (await answers())) return { stop };
  await stop();
  throw new Error(`${command[0]} does not answer: ${said}`);
};

/** All as printed, but that it listens on the loopback alone. */
const startNginx = async (dir: string, port: number, snippet: string) => {
  const own = snippet
    .replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replaceAll('listen ', 'listen 127.0.0.1:');
  writeFileSync(join(dir, 'chat8.conf'), own);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temps = kinds.map((kind) => `${kind}_temp_path ${join(dir, kind)};`).join(' ');
  const main = `daemon off; pid ${join(dir, 'pid')}; user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
events {} http { access_log off; ${temps} include ${join(dir, 'chat8.conf')}; }\n`;
  writeFileSync(join(dir, 'nginx.conf'), main);
  return run(dir, port, ['nginx', '-e', 'stderr', '-p', dir, '-c', join(dir, 'nginx.conf')]);
};

/** All as printed, below options that keep it off port 80 and the system's store of authorities. */
const startCaddy = async (dir: string, port: number, snippet: string) => {
  const options = ['admin off', 'auto_https disable_redirects', 'skip_install_trust'];
  const own = `{\n${[...options, 'default_bind 127.0.0.1'].join('\n')}\n}\n${snippet}\n`;
  writeFileSync(join(dir, 'Caddyfile'), own);
  mkdirSync(join(dir, 'home'));
  const home = { HOME: join(dir, 'home'), XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir };
  const command = ['caddy', 'run', '--adapter', 'caddyfile', '--config', join(dir, 'Caddyfile')];
  return run(dir, port, command, home);
};

/** All as printed, but that it listens on the loopback alone, with the certificate beside it. */
const startHaproxy = async (dir: string, port: number, snippet: string) => {
  const [, cert = '', key = '', pem = ''] = /cat (\S+) (\S+) > (\S+)/.exec(snippet) ?? [];
  const both = join(dir, 'both.pem');
  writeFileSync(both, readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'), { mode: 0o600 });
  const own = snippet
    .replaceAll(/^ *bind :::.*\n/gm, '')
    .replaceAll('bind :', 'bind 127.0.0.1:')
    .replaceAll(`crt ${pem}`, `crt ${both}`);
  writeFileSync(join(dir, 'haproxy.cfg'), `${own}\n`);
  return run(dir, port, ['haproxy', '-db', '-f', join(dir, 'haproxy.cfg')]);
};

const STARTS = { nginx: startNginx, caddy: startCaddy, haproxy: startHaproxy };

export type ProxyName = keyof typeof STARTS;

export const startProxy = async (name: ProxyName, port: number, snippet: string) => {
  const dir = mkdtempSync(join(tmpdir(), `chat8-${name}-`));
  const started = await STARTS[name](dir, port, snippet);
  return {
    ...started,
    /** Of Caddy's own authority for localhost. */
    root: () => readFileSync(join(dir, 'caddy/pki/authorities/local/root.crt'), 'utf8'),
    async [Symbol.asyncDispose]() {
      await started.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** Derived by mallory: what the server would derive, it would pay for. */
const guessed = Buffer.alloc(32, 7).toString('base64url');

/** A failing login from an address of the loopback's, and what else it says of itself. */
export const guess = (port: number, ca: string, from: string, headers = {}) =>
  new Promise<number>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: '/api/v1/auth/login',
        method: 'POST',
        servername: 'localhost',
        ca,
        localAddress: from,
        headers: { host: `localhost:${port}`, 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ username: 'nobody', password: guessed, derived: true }));
  });
