// The front of the HTTPS port while the program relays calls: it speaks TLS, and hands STUN and TURN
// to the relay, and everything else to the inner listener.
import { createSecureContext } from 'node:tls';
import type { Socket, TCPSocketListener } from 'bun';
import { connection_idle_s } from '../../../protocol/limits';
import type { Pair } from '../certificate';
import { createDeadlines } from './deadlines';
import { createInward, type InwardOptions } from './inward';
import { createOutward, type Kind } from './outward';
import { terminate } from './pipe';
import { createSilent, type SilentLimits } from './silent';

interface Options extends InwardOptions {
  /** For tests: how long a connection may be silent at its beginning. */
  silent_ms?: number;
  /** For tests: other limits. */
  silent?: Partial<SilentLimits>;
  /** Of clients, beyond which there is room for nobody. */
  connections_max?: number;
}

/** Of each client: its own, and both ends of the one inward. */
export const descriptors_per_client = 3;

const silent_ms_max = connection_idle_s * 1_000;

/** Without a name at all addresses. */
const openAt = (
  hostname: string | undefined,
  open: (hostname: string) => TCPSocketListener,
): TCPSocketListener => {
  try {
    return open(hostname ?? '::');
  } catch (error) {
    // A machine without IPv6; if it is something else, this meets it too.
    if (hostname !== undefined) throw error;
    return open('0.0.0.0');
  }
};

export const createFront = (options: Options) => {
  const silent = createSilent(options.silent);
  const deadlines = createDeadlines(silent);
  const inward = createInward(options, deadlines);
  const { silent_ms = silent_ms_max, connections_max = Number.POSITIVE_INFINITY } = options;
  const isFull = () => deadlines.ends.size >= connections_max;
  const accept = createOutward({ inward, deadlines, silent, silent_ms });
  const listeners = new Map<Kind, TCPSocketListener>();
  let pair: Pair | undefined;
  const open = (kind: Kind, hostname: string, port: number): TCPSocketListener => {
    const socket = {
      open: (client: Socket) =>
        pair && !isFull() ? accept(kind, client, pair) : void client.terminate(),
      // What TLS says is heard by the other half of the socket.
      drain() {},
      error() {},
    };
    return Bun.listen({ hostname, port, allowHalfOpen: true, exclusive: true, socket });
  };
  return {
    /**
     * What is shown to those who connect from now on; nobody who is connected notices.
     * @throws what the runtime finds wrong with it
     */
    use(next: Pair): void {
      createSecureContext({ ...next });
      pair = next;
    },
    /** Where people connect; the port is the answer. @throws the system's error */
    listen(kind: Kind, hostname: string | undefined, port: number): number {
      const listener = openAt(hostname, (name) => open(kind, name, port));
      listeners.set(kind, listener);
      return listener.port;
    },
    /** Connections, also those that only wait for their client to close. */
    count: (): number => deadlines.ends.size,
    /** What is in memory of all of them, because its reader is slow. */
    unsent_bytes: (): number =>
      [...deadlines.ends]
        .flatMap((end) => [...end.unsent, ...(end.other?.unsent ?? [])])
        .reduce((sum, { byteLength }) => sum + byteLength, 0),
    isFull,
    /** Whoever says nothing goes. */
    makeRoom: silent.relieve,
    /** No new connections; those that said nothing yet are closed. */
    close(): void {
      for (const listener of listeners.values()) listener.stop(false);
      for (const end of deadlines.ends) if (end.other === undefined) terminate(end);
    },
    /** The other side is gone, and what it said last on its way, or `within_ms` are over. */
    async flushed(within_ms: number): Promise<void> {
      const until = performance.now() + within_ms;
      const isOwed = () =>
        [...deadlines.ends].some(
          ({ unsent, other }) => unsent.length > 0 || other?.isClosed === false,
        );
      while (isOwed() && performance.now() < until) await Bun.sleep(10);
    },
    /** What is left, at once; what the system has of it still goes out. */
    stop(): void {
      deadlines.stop();
      for (const { socket } of deadlines.ends) socket?.end();
      for (const listener of listeners.values()) listener.stop(true);
    },
  };
};
