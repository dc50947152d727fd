// The relay as the main thread has it: a handle on a Worker that serves STUN (RFC 8489) and TURN
// (RFC 8656). No packet waits for the main thread. Calls are told to the Worker as they begin and
// end; if it meets the credentials of a call that it wasn't told of, it asks.
import { randomBytes } from 'node:crypto';
import { PortError } from '../platform/port';
import { startThread } from '../platform/program';
import { handover_key_bytes, handoverHeader } from './handover';
import { RELAY_LIMITS, type RelayLimits } from './limits';
import { createFrames } from './sockets/frames';
import { emptyStats, type RelayStats } from './stats';
import type { FromWorker, RelayCall, ToWorker, WorkerStart } from './worker-messages';

export type { RelayCall } from './worker-messages';

export interface RelayOptions {
  /** An address, or a name of one. Undefined: all addresses of the machine, as they come and go. */
  host: string | undefined;
  /** For UDP and TCP; 0 takes any free one. After `onExit`, start again with the port that it had. */
  port: number;
  /** The public IPv4 address of the server: what allocations are told. Undefined: an invented one. */
  public_address?: string | undefined;
  /** Credentials are `expiry:call_id:user_id` and base64(HMAC-SHA1(secret, that)). */
  secret: string;
  /** Of all data that is relayed; undefined: 100. */
  mbit?: number | undefined;
  /** For tests: other limits than RELAY_LIMITS. */
  limits?: Partial<RelayLimits>;
  /** Asked on the main thread, for a call that it wasn't told of. Undefined: there is none. */
  callOf(call_id: string): RelayCall | undefined;
  /** The Worker ended, and `stop` was not called; all allocations are gone. Called once. */
  onExit?(reason: string): void;
}

export interface Relay {
  /** That of UDP and TCP. */
  port: number;
  /** Whether Binding is answered on UDP `port + 1` too. */
  has_second_port: boolean;
  /** TCP on 127.0.0.1, for what the TLS front hands over: first `handoverHeader`, then the stream. */
  handover_port: number;
  /**
   * What the front writes first on each connection to the handover port: whose it is. An address as
   * sockets give it, `::ffff:…` too. The relay closes a connection that begins otherwise; it closes
   * one that proves nothing within 10 s of the handover, and counts them by this address.
   */
  handoverHeader(address: string, port: number): Uint8Array;
  /** Cuts what comes from the handover port, in pieces or several at once, into its messages. */
  cut(take: (message: Uint8Array) => void): (bytes: Buffer) => void;
  /** Before its ICE servers are handed out. Again: its members or its end are others. */
  beginCall(call: RelayCall): void;
  /** Frees its allocations at once. */
  endCall(call_id: string): void;
  /** Of one person, in one call or in all; new ones may be made as long as the call lives. */
  endAllocationsOf(user_id: number, call_id?: string): void;
  /** As they are now; as they last were, if the Worker is gone. */
  stats(): Promise<RelayStats>;
  /** For tests: the Worker throws outside of every handler, as a bug would. */
  throwInside(): void;
  /** Closes all sockets. */
  stop(): Promise<void>;
}

/** Reserved for documentation (RFC 5737), so that nobody else has it. */
const INVENTED = '198.51.100.8';
const mbit_default = 100;
/** Of a message that the relay sends: a datagram, and what stands before it. */
const sent_bytes_max = 70_000;

const cut: Relay['cut'] = (take) => {
  const frames = createFrames(sent_bytes_max, (frame) => {
    take(frame);
    return true;
  });
  return (bytes) => void frames.push(bytes);
};

type Started = Extract<FromWorker, { type: 'started' }>;

/** The Worker once it listens. @throws PortError if it can't */
const startWorker = async (start: WorkerStart) => {
  const worker = startThread('relay/worker', { workerData: start });
  // It keeps no process from ending.
  worker.unref();
  const started = Promise.withResolvers<Started>();
  const fail = (error: Error) => started.reject(error);
  const exited = () => fail(new Error('the relay ended before it listened'));
  const hear = (message: FromWorker) => {
    if (message.type === 'started') started.resolve(message);
    else if (message.type === 'refused') fail(new PortError(message.message));
  };
  worker.on('message', hear).on('error', fail).on('exit', exited);
  try {
    return { worker, ...(await started.promise) };
  } catch (error) {
    void worker.terminate();
    throw error;
  } finally {
    worker.off('message', hear).off('error', fail).off('exit', exited);
  }
};

const createStats = (send: (message: ToWorker) => void) => {
  const waiting = new Map<number, (stats: RelayStats) => void>();
  let orders = 0;
  let last = emptyStats();
  return {
    ask: () =>
      new Promise<RelayStats>((resolve) => {
        orders += 1;
        waiting.set(orders, resolve);
        send({ type: 'ask_stats', order: orders });
      }),
    hear(order: number, stats: RelayStats) {
      last = stats;
      waiting.get(order)?.(stats);
      waiting.delete(order);
    },
    last: () => last,
    /** Nobody answers any more. */
    close() {
      last = { ...last, allocations: 0, calls: 0, connections: 0 };
      for (const resolve of waiting.values()) resolve(last);
      waiting.clear();
    },
  };
};

/** @throws PortError if the port, or the host, can't be had */
export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { host, port, secret, callOf, onExit } = options;
  const key = randomBytes(handover_key_bytes);
  const { worker, ...started } = await startWorker({
    host,
    port,
    secret,
    relayed_address: options.public_address ?? INVENTED,
    handover_key: key.toString('hex'),
    limits: { ...RELAY_LIMITS, ...options.limits },
    mbit: options.mbit ?? mbit_default,
  });
  let isGone = false;
  const send = (message: ToWorker) => {
    if (!isGone) worker.postMessage(message);
  };
  const stats = createStats(send);
  const stopped = Promise.withResolvers<void>();
  const gone = (reason?: string) => {
    if (isGone) return;
    isGone = true;
    stats.close();
    stopped.resolve();
    void worker.terminate();
    if (reason !== undefined) onExit?.(reason);
  };
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'stats') stats.hear(message.order, message.stats);
    else if (message.type === 'stopped') gone();
    else if (message.type === 'ask_call') {
      const { call_id } = message;
      send({ type: 'told_call', call_id, call: callOf(call_id) });
    }
  });
  worker.on('error', (error) => gone(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => gone(`it ended with ${code}`));
  return {
    port: started.port,
    has_second_port: started.has_second_port,
    handover_port: started.handover_port,
    handoverHeader: (address, client_port) => handoverHeader(key, address, client_port),
    cut,
    beginCall: (call) => send({ type: 'begin_call', call }),
    endCall: (call_id) => send({ type: 'end_call', call_id }),
    endAllocationsOf: (user_id, call_id) => send({ type: 'end_allocations', user_id, call_id }),
    stats: async () => (isGone ? stats.last() : stats.ask()),
    throwInside: () => send({ type: 'throw' }),
    async stop() {
      send({ type: 'stop' });
      if (!isGone) await stopped.promise;
    },
  };
};
