// Pebble, the ACME authority that Let's Encrypt has for tests, on ports of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certify, freePort, until } from '../tls';

interface Wish {
  /** Where it calls to see whether a name is the asker's: the http port of the server. */
  http_port: number;
  life_s: number;
}

export const startAuthority = async ({ http_port, life_s }: Wish) => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-authority-'));
  const { cert, key } = certify(dir, 'authority');
  const [port, desk] = [await freePort(), await freePort()];
  const config = join(dir, 'pebble.json');
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${desk}`,
    certificate: cert,
    privateKey: key,
    httpPort: http_port,
    tlsPort: 1,
    certificateValidityPeriod: life_s,
  };
  writeFileSync(config, JSON.stringify({ pebble }));
  const tls = { ca: readFileSync(cert, 'utf8') };
  const ask = (url: string) => fetch(url, { tls });
  let child: Bun.Subprocess | undefined;
  const stop = async () => {
    child?.kill();
    await child?.exited;
  };
  return {
    directory: `https://localhost:${port}/dir`,
    /** For NODE_EXTRA_CA_CERTS of whoever asks it. */
    ca: cert,
    async start() {
      // A third of all nonces is refused: RFC 8555, 6.5, asks for another try.
      const env = { ...Bun.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '33' };
      child = Bun.spawn(['pebble', '-strict', '-config', config], {
        env,
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      await until(() =>
        ask(`https://localhost:${port}/dir`).then(
          (a) => a.ok,
          () => false,
        ),
      );
    },
    stop,
    /** What its certificates go back to. */
    root: async () => (await ask(`https://localhost:${desk}/roots/0`)).text(),
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
