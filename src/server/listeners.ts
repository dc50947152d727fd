// Listeners, one after the other on the same port: each new certificate opens another. While the
// program relays calls, it is the front that they belong to.

import type { Config } from '../config/config';
import { type Prepare, trustAnswers } from '../http/answers';
import { aboutPair, type Pair } from '../http/tls/certificate';
import { createFrontClients } from '../http/tls/front/clients';
import { createFront, descriptors_per_client } from '../http/tls/front/front';
import type { Descriptors } from '../platform/descriptors/descriptors';
import { createSilentConnections } from '../platform/descriptors/silent-connections';
import { withBrackets } from '../platform/host';
import { withReason } from '../platform/port';
import { connection_idle_s } from '../protocol/limits';
import type { World } from '../world';
import { createApp } from './app';

const patience_ms = 2_000;
const flush_ms = 500;

type App = ReturnType<typeof createApp>;
type Listener = NonNullable<App['routes']['server']>;

const urlOf = ({ host }: Config, port: number, isTls: boolean): string => {
  const name = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${isTls ? 'https' : 'http'}://${withBrackets(name)}:${port}`;
};

/** Elysia waits for the end of the process with each listener, and so keeps all of them; we end ours. */
const withoutFarewell = (listen: () => void): void => {
  const before = new Set(process.listeners('beforeExit'));
  listen();
  for (const farewell of process.listeners('beforeExit')) {
    if (!before.has(farewell)) process.off('beforeExit', farewell);
  }
};

/** @throws PortError, and what the runtime finds wrong with the pair */
const serve = (app: App, hostname: string | undefined, port: number, tls?: Pair): Listener => {
  const { routes, websocket, lastAnswer } = app;
  const listen = () =>
    routes.listen({
      websocket,
      error: lastAnswer,
      hostname,
      port,
      development: false,
      idleTimeout: connection_idle_s,
      reusePort: tls !== undefined,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      ...(tls ? { tls } : {}),
    });
  withReason(hostname, port, () => withoutFarewell(listen));
  if (routes.server === null) throw new Error('the server did not start');
  return routes.server;
};

/** Gives running requests some time to end. */
const end = async (servers: Listener[]): Promise<void> => {
  const ended = Promise.all(servers.map((server) => server.stop(false)));
  await Promise.race([ended, Bun.sleep(patience_ms)]);
  await Promise.all(servers.map((server) => server.stop(true)));
};

/** TLS is the front's: it takes up each new certificate, and one inner listener stays behind it. */
const createFronted = (
  world: World,
  accepts: (url: string) => void,
  prepare: Prepare,
  descriptors: Descriptors | undefined,
) => {
  const { config, hub, certificate, relay } = world;
  const clients = createFrontClients();
  const app = createApp(world, prepare, clients);
  let inner: Listener | undefined;
  /** Empty until it listens. */
  let url = '';
  const front = createFront({
    clients,
    connections_max:
      descriptors && Math.floor(descriptors.connections_max / descriptors_per_client),
    inner_port: () => inner?.port ?? 0,
    handover() {
      const running = relay.running();
      if (running === undefined) return undefined;
      const { handover_port: port, handoverHeader: header, cut } = running;
      return { port, header, cut };
    },
  });
  const { host, turn_tls_port } = config;
  const listenAt = (kind: 'https' | 'turn', port: number): number =>
    withReason(host, port, () => front.listen(kind, host, port));
  return {
    isAccepting: () => inner !== undefined,
    count: () => Number(inner !== undefined),
    isFull: front.isFull,
    endSilent: front.makeRoom,
    endIdle: () => inner?.closeIdleConnections(),
    /** @throws PortError, and what the runtime finds wrong with the pair */
    use(tls: Pair) {
      front.use(tls);
      if (inner === undefined) {
        inner = serve(app, '127.0.0.1', 0);
        hub.attach(inner);
      }
      if (url === '') {
        url = urlOf(config, listenAt('https', config.port), true);
        if (turn_tls_port !== undefined) listenAt('turn', turn_tls_port);
      }
      certificate.used = aboutPair(tls);
      accepts(url);
    },
    async stop() {
      front.close();
      if (inner !== undefined) await end([inner]);
      await front.flushed(flush_ms);
      front.stop();
    },
  };
};

/** Opens a listener, and another one for each new certificate, which takes over. */
const createDirect = (
  world: World,
  accepts: (url: string) => void,
  prepare: Prepare,
  descriptors: Descriptors | undefined,
) => {
  const { config, hub, certificate } = world;
  const app = createApp(world, prepare);
  const silent = createSilentConnections();
  const open = new Set<Listener>();
  let newest: Listener | undefined;
  return {
    isAccepting: () => newest !== undefined,
    /** The newest, and those that still have sockets. */
    count: () => open.size,
    isFull: () => false,
    endSilent: () => silent.end(newest?.port ?? 0, descriptors?.max ?? 0),
    endIdle() {
      for (const listener of open) listener.closeIdleConnections();
    },
    /** @throws PortError, and what the runtime finds wrong with the pair */
    use(tls?: Pair) {
      const before = newest;
      newest = serve(app, config.host, before?.port ?? config.port, tls);
      open.add(newest);
      hub.attach(newest);
      if (tls) certificate.used = aboutPair(tls);
      accepts(urlOf(config, newest.port ?? config.port, tls !== undefined));
      // Its sockets stay with it as long as they live; with the last of them it is gone.
      void before?.stop(false).then(() => {
        open.delete(before);
        hub.detach(before);
      });
    },
    stop: () => end([...open]),
  };
};

export interface Listeners {
  isAccepting(): boolean;
  /** Those that answer requests. */
  count(): number;
  /** There is no room for one more connection. */
  isFull(): boolean;
  /** Connections are closed on which nothing was ever answered. */
  endSilent(): void;
  /** Those on which nothing is asked at the moment: those at work, and sockets, stay. */
  endIdle(): void;
  /** The next certificate; without one it speaks plain http. */
  use(tls?: Pair): void;
  stop(): Promise<void>;
}

export const createListeners = (
  world: World,
  accepts: (url: string) => void,
  prepare: Prepare = trustAnswers,
  descriptors?: Descriptors,
): Listeners => {
  const { config, relay } = world;
  const hasTls = config.acme || config.tls_cert !== undefined;
  if (!hasTls || !relay.isOn) return createDirect(world, accepts, prepare, descriptors);
  const { use, ...fronted } = createFronted(world, accepts, prepare, descriptors);
  return { ...fronted, use: (tls) => tls && use(tls) };
};
