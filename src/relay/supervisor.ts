// Keeps the relay running: starts it, starts it again after longer and longer pauses if it ends, and
// sums up what the Workers counted. Calls are told nothing: their clients restart ICE by themselves.
import type { Log } from '../platform/log';
import { reasonOf } from '../protocol/errors';
import type { Relay, RelayCall, RelayOptions, startRelay } from './relay';
import { emptyStats, REFUSALS, type RelayStats } from './stats';

/** Why this program relays nothing. */
export type RelayOff =
  | 'switched_off'
  | 'other_servers'
  /** 3478, which nobody insisted on. */
  | 'port_taken';

interface Options extends Omit<RelayOptions, 'onExit'> {
  /** Undefined: it is to run. */
  off: RelayOff | undefined;
  start: typeof startRelay;
  log: Log;
}

const pause_first_ms = 50;
const pause_max_ms = 30_000;
/** Whoever ran so long did not end for the same reason as the one before. */
const ran_well_ms = 60_000;
/** So long a request waits for it. */
const patience_ms = 2_000;
const stop_patience_ms = 1_000;

/** What all Workers together counted; what is so now, by the last of them. */
const sum = (before: RelayStats, now: RelayStats): RelayStats => ({
  ...now,
  allocations_made: before.allocations_made + now.allocations_made,
  from_elsewhere: {
    udp: before.from_elsewhere.udp + now.from_elsewhere.udp,
    tcp: before.from_elsewhere.tcp + now.from_elsewhere.tcp,
  },
  packets: before.packets + now.packets,
  bytes: before.bytes + now.bytes,
  refused: Object.fromEntries(
    REFUSALS.map((reason) => [reason, before.refused[reason] + now.refused[reason]]),
  ) as RelayStats['refused'],
});

/** How long to wait before the next start. */
const createPauses = () => {
  let failures = 0;
  return {
    next(): number {
      const pause_ms = Math.min(pause_first_ms * 4 ** failures, pause_max_ms);
      failures += 1;
      return pause_ms;
    },
    ran(ms: number): void {
      if (ms >= ran_well_ms) failures = 0;
    },
  };
};

/** The Workers, one after the other. */
const createWorkers = ({ start, log, ...options }: Omit<Options, 'off'>) => {
  const pauses = createPauses();
  const state = { trouble: undefined as string | undefined, ends: 0, counted: emptyStats() };
  let relay: Relay | undefined;
  let starting: Promise<Relay | undefined> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let { port } = options;

  const failed = (message: string, reason: string): undefined => {
    starting = undefined;
    state.trouble = reason;
    if (isStopped) return;
    log.error(message, { reason });
    again = setTimeout(() => void begin(), pauses.next());
    again.unref();
  };
  const ended = async (gone: Relay, ran_ms: number, reason: string): Promise<void> => {
    relay = undefined;
    state.ends += 1;
    pauses.ran(ran_ms);
    failed('the relay of calls ended, and is started again', reason);
    state.counted = sum(state.counted, await gone.stats());
  };
  const run = async (): Promise<Relay | undefined> => {
    const started_at = performance.now();
    try {
      const onExit = (reason: string) =>
        void ended(started, performance.now() - started_at, reason);
      const started = await start({ ...options, port, onExit });
      if (isStopped) return void (await started.stop());
      relay = started;
      ({ port } = started);
      state.trouble = undefined;
      log.info('the relay of calls runs', { port });
      return started;
    } catch (error) {
      return failed('the relay of calls does not start, and is tried again', reasonOf(error));
    }
  };
  const begin = (): Promise<Relay | undefined> => {
    clearTimeout(again);
    starting ??= run();
    return starting;
  };
  return {
    state,
    begin,
    running: () => relay,
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(again);
      await Promise.race([relay?.stop(), Bun.sleep(stop_patience_ms)]);
      relay = undefined;
    },
  };
};

export const createRelaySupervisor = ({ off, ...options }: Options) => {
  const { state, begin, running, stop } = createWorkers(options);
  let isStopped = false;
  let offers = 0;
  return {
    off,
    isOn: off === undefined,
    /** Undefined: it does not run just now. */
    running,
    /** Once it runs; undefined if it does not within a moment. Starts it if nothing has. */
    async ready(): Promise<Relay | undefined> {
      if (off !== undefined || isStopped) return undefined;
      return running() ?? Promise.race([begin(), Bun.sleep(patience_ms).then(() => undefined)]);
    },
    /** Before its ICE servers are handed out. */
    beginCall(call: RelayCall): void {
      offers += 1;
      running()?.beginCall(call);
    },
    /** How often its address was handed out. */
    offers: (): number => offers,
    endCall: (call_id: string): void => running()?.endCall(call_id),
    /** What all Workers counted; what is so now. */
    stats: async (): Promise<RelayStats> =>
      sum(state.counted, (await running()?.stats()) ?? emptyStats()),
    /** Why it does not run, or why it last ended. */
    trouble: (): string | undefined => state.trouble,
    /** How often it ended by itself. */
    ends: (): number => state.ends,
    async stop(): Promise<void> {
      isStopped = true;
      await stop();
    },
  };
};

export type RelaySupervisor = ReturnType<typeof createRelaySupervisor>;
