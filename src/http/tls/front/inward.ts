// The half of the front that leads inward: to the listener of HTTP, and to the relay. Both are on this
// machine alone.
import type { Socket } from 'bun';
import type { FrontClients } from './clients';
import type { Deadlines } from './deadlines';
import { finishAnswered, isSwitch, type Patience } from './half-closed';
import { type End, finish, flush, send, terminate } from './pipe';

/** Where TURN goes: with the header that says whose connection it is. */
interface Handover {
  port: number;
  header(address: string, port: number): Uint8Array;
  /** Cuts what the relay sends, as it comes, into its messages. */
  cut(take: (message: Uint8Array) => void): (bytes: Buffer) => void;
}

export interface InwardOptions extends Patience {
  /** The port of the inner listener. */
  inner_port: () => number;
  /** Undefined: the relay does not run just now. */
  handover: () => Handover | undefined;
  clients: FrontClients;
}

const LOOPBACK = '127.0.0.1';

const createHandlers = (deadlines: Deadlines) => {
  const closed = ({ other }: End): void => {
    if (other === undefined || other.isClosed) return;
    // Even after a reset: what was said before it may still be on its way to the client.
    finish(other);
    // So that its own end is heard.
    other.socket?.resume();
    deadlines.leave(other);
  };
  return {
    open(inner: Socket<End>) {
      const end = inner.data;
      end.socket = inner;
      inner.setNoDelay(true);
      if (end.other?.isClosed !== false) return void inner.terminate();
      flush(end);
    },
    data({ data: { other } }: Socket<End>, bytes: Buffer) {
      if (other !== undefined) send(other, bytes);
    },
    drain: ({ data }: Socket<End>) => void flush(data),
    end({ data: { other } }: Socket<End>) {
      if (other === undefined) return;
      finish(other);
      // Who is gone looks the same from here, until something is sent there.
      deadlines.leave(other);
    },
    close({ data: end }: Socket<End>) {
      end.isClosed = true;
      closed(end);
    },
    error() {},
    connectError({ data: { other } }: Socket<End>) {
      if (other !== undefined) terminate(other);
    },
  };
};

/** The half that leads to the inner listener or to the relay. */
export const createInward = (
  { inner_port, handover, clients, ...patience }: InwardOptions,
  deadlines: Deadlines,
) => {
  const socket = createHandlers(deadlines);
  const connect = (end: End, port: number, more: Partial<typeof socket> = {}) => {
    const to = { hostname: LOOPBACK, port, allowHalfOpen: true, data: end };
    // It is said to `connectError` as well.
    void Bun.connect<End>({ ...to, socket: { ...socket, ...more } }).catch(() => {});
  };
  return {
    http(end: End, address: string): void {
      let local_port = 0;
      const { other } = end;
      if (other === undefined) return;
      other.isHttp = true;
      connect(end, inner_port(), {
        data(_, bytes) {
          if (isSwitch(bytes)) other.isHttp = false;
          other.isAwaiting = false;
          other.given_at = performance.now();
          send(other, bytes);
        },
        open(inner) {
          local_port = inner.localPort;
          clients.note(local_port, address);
          socket.open(inner);
        },
        close(inner) {
          clients.forget(local_port);
          socket.close(inner);
        },
      });
    },
    /** The client says nothing more. */
    ended(client: End): void {
      const { other } = client;
      if (other === undefined) return;
      if (client.isHttp) {
        const allGiven = () => clients.ended(other.socket?.localPort ?? 0);
        finishAnswered(client, other, { ...patience, allGiven });
      } else finish(other);
    },
    /** False: there is no relay just now. */
    turn(end: End, address: string, port: number): boolean {
      const to = handover();
      if (to === undefined) return false;
      end.unsent.unshift(to.header(address, port));
      // A record of TLS for each: some clients take a record for one message.
      const cut = to.cut((message) => {
        if (end.other !== undefined) send(end.other, message);
      });
      connect(end, to.port, { data: (_, bytes) => cut(bytes) });
      return true;
    },
  };
};

export type Inward = ReturnType<typeof createInward>;
