// One listener after the other on the same port: each new certificate opens another.

import type { Config } from '../config/config';
import { type Prepare, trustAnswers } from '../http/answers';
import { aboutPair, type Pair } from '../http/tls/certificate';
import { withReason } from '../platform/port';
import { connection_idle_s } from '../protocol/limits';
import type { World } from '../world';
import { createApp } from './app';

const patience_ms = 2_000;

const urlOf = ({ host }: Config, port: number, isTls: boolean): string => {
  const name = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${isTls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** Opens a listener, and another one for each new certificate, which takes over. */
export const createListeners = (
  world: World,
  accepts: (url: string) => void,
  prepare: Prepare = trustAnswers,
) => {
  const { config, hub, certificate } = world;
  const { routes, websocket, lastAnswer } = createApp(world, prepare);
  type Listener = NonNullable<typeof routes.server>;
  const open = new Set<Listener>();
  let newest: Listener | undefined;
  return {
    isAccepting: () => newest !== undefined,
    /** The newest, and those that still have sockets. */
    count: () => open.size,
    /** @throws PortError, and what the runtime finds wrong with the pair */
    use(tls?: Pair) {
      const before = newest;
      const port = before?.port ?? config.port;
      withReason(config.host, port, () =>
        routes.listen({
          websocket,
          error: lastAnswer,
          hostname: config.host,
          port,
          development: false,
          idleTimeout: connection_idle_s,
          reusePort: tls !== undefined,
          maxRequestBodySize: Number.MAX_SAFE_INTEGER,
          ...(tls ? { tls } : {}),
        }),
      );
      if (routes.server === null) throw new Error('the server did not start');
      newest = routes.server;
      open.add(newest);
      hub.attach(newest);
      if (tls) certificate.used = aboutPair(tls);
      accepts(urlOf(config, newest.port ?? port, tls !== undefined));
      // Its sockets stay with it as long as they live; with the last of them it is gone.
      void before?.stop(false).then(() => {
        open.delete(before);
        hub.detach(before);
      });
    },
    async stop() {
      const ended = Promise.all([...open].map((server) => server.stop(false)));
      await Promise.race([ended, Bun.sleep(patience_ms)]);
      await Promise.all([...open].map((server) => server.stop(true)));
    },
  };
};
