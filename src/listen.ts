// Where the server listens; with TLS anew for each new certificate, dropping no socket.
import { createApp } from './app';
import type { Config } from './config';
import { readPair, watchPair } from './http/certificate';
import { certificate_look_every_ms } from './limits';
import type { World } from './world';

export interface Listening {
  url: string;
  /** Lets running requests end, for a while. */
  stop(): Promise<void>;
}

const patience_ms = 2_000;

/** Where listeners share a port, a foreign one would share it too: it is asked for alone first. */
const mustBeFree = (hostname: string | undefined, port: number): void => {
  if (port === 0) return;
  Bun.serve({ hostname, port, reusePort: false, fetch: () => new Response() }).stop(true);
};

/** @throws CertificateError, and the system's error where the port can't be had */
export const listen = (world: World): Listening => {
  const { config, hub, log } = world;
  const { tls_cert, tls_key } = config;
  const isTls = tls_cert !== undefined && tls_key !== undefined;

  const open = (port: number, tls?: { cert: string; key: string }) => {
    const { routes, websocket } = createApp(world);
    routes.listen({
      websocket,
      hostname: config.host,
      port,
      development: false,
      reusePort: tls !== undefined,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      ...(tls ? { tls } : {}),
    });
    if (routes.server === null) throw new Error('the server did not start');
    hub.attach(routes.server);
    return routes.server;
  };

  const first = isTls ? readPair(tls_cert, tls_key) : undefined;
  if (first) mustBeFree(config.host, config.port);
  const servers = [open(config.port, first)];
  const port = servers[0]?.port ?? config.port;
  const unwatch = isTls
    ? watchPair(
        tls_cert,
        tls_key,
        certificate_look_every_ms,
        (pair) => {
          const before = servers.at(-1);
          servers.push(open(port, pair));
          void before?.stop(false);
          log.info('a new certificate is in use');
        },
        (error) => log.error('the new certificate is not used', { error }),
      )
    : () => {};
  return {
    url: urlOf(config, port, isTls),
    async stop() {
      unwatch();
      const ended = Promise.all(servers.map((server) => server.stop(false)));
      await Promise.race([ended, Bun.sleep(patience_ms)]);
      await Promise.all(servers.map((server) => server.stop(true)));
    },
  };
};

const urlOf = ({ host }: Config, port: number, isTls: boolean): string => {
  const name = host === undefined || host === '0.0.0.0' ? '127.0.0.1' : host;
  return `${isTls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
};
