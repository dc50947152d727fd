// The TLS front between a client and two listeners of the test: one that takes the place of HTTP, and
// one that takes that of the relay.
import { readFileSync } from 'node:fs';
import type { Socket } from 'bun';
import { createFrontClients } from '../../../src/http/tls/front/clients';
import { createFront } from '../../../src/http/tls/front/front';
import type { Patience } from '../../../src/http/tls/front/half-closed';
import type { SilentLimits } from '../../../src/http/tls/front/silent';
import { trust } from '../tls';
import { frontSettings } from './behind-front';

interface Inner {
  data?(socket: Socket, bytes: Buffer): void;
  end?(socket: Socket): void;
  drain?(socket: Socket): void;
}

const { CHAT8_TLS_CERT, CHAT8_TLS_KEY } = frontSettings();
export const pair = {
  cert: readFileSync(CHAT8_TLS_CERT, 'utf8'),
  key: readFileSync(CHAT8_TLS_KEY, 'utf8'),
};

const listen = (inner: Inner) => {
  const closed: unknown[] = [];
  const sockets: Socket[] = [];
  const listener = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    allowHalfOpen: true,
    socket: {
      data() {},
      open: (socket) => void sockets.push(socket),
      close: (_, error) => void closed.push(error ?? 'well'),
      ...inner,
    },
  });
  return { listener, sockets, closed };
};

/** Of whom a client waits for that closed its sending half. */
const soon: Patience = { unanswered_ms: 300, quiet_ms: 300 };

export const scene = (
  {
    http = {},
    turn = {},
    silent_ms = 30_000,
    silent = {},
    hasRelay = true,
    patience = soon,
  } = {} as Scene,
) => {
  const [inner, relay] = [listen(http), listen(turn)];
  const clients = createFrontClients();
  const header = (address: string) => Buffer.from(`<${address}>`);
  /** What comes is no TURN, and goes on as it is. */
  const cut = (take: (message: Uint8Array) => void) => take;
  const front = createFront({
    clients,
    silent_ms,
    silent,
    ...patience,
    inner_port: () => inner.listener.port,
    handover: () => (hasRelay ? { port: relay.listener.port, header, cut } : undefined),
  });
  front.use(pair);
  const port = front.listen('https', '127.0.0.1', 0);
  const url = `https://127.0.0.1:${port}`;
  trust(url, pair.cert);
  return {
    inner,
    relay,
    clients,
    front,
    port,
    url,
    [Symbol.dispose]() {
      front.close();
      front.stop();
      inner.listener.stop(true);
      relay.listener.stop(true);
    },
  };
};

interface Scene {
  http?: Inner;
  turn?: Inner;
  silent_ms?: number;
  silent?: Partial<SilentLimits>;
  hasRelay?: boolean;
  patience?: Patience;
}
