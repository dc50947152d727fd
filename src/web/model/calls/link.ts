// The connection to the page at the other end, and what is done when it breaks.
import type { Clock } from '../platform';
import { hasRelay } from './ice-servers';
import type { Negotiation, Roles } from './negotiation';
import { createNegotiation } from './negotiation';
import type { CallPlatform, ConnectionState, IceServer, MediaKind } from './platform';
import type { Sending, Signal } from './signals';
import type { Speech } from './speech';
import type { SessionEnd } from './trace';
import { createTrace } from './trace';

export interface SessionEvents {
  state(state: 'connected' | 'reconnecting'): void;
  stream(kind: MediaKind, stream: MediaStream): void;
  /** What the other one sends. */
  sending(sending: Sending): void;
  failed(end: SessionEnd): void;
}

export interface Own {
  sending(): Sending;
  tracks(): Record<MediaKind, MediaStreamTrack | null>;
}

const connect_within_ms = 25_000;
const disconnected_ms = 2_000;
/** Whoever hangs up after so long without a connection ends a call that failed. */
const failing_ms = 5_000;

const whyApart = (servers: IceServer[], isHidden: boolean): SessionEnd => {
  if (hasRelay(servers)) return 'unreachable';
  return isHidden ? 'hiddenNoRelay' : 'noRelay';
};

/** By which servers the two look for each other, and how long they have been without a connection. */
const createRoute = (clock: Clock, isHidden: boolean) => {
  let servers: IceServer[] = [];
  let apart_since = clock.now();
  const why = (): SessionEnd => whyApart(servers, isHidden);
  return {
    servers: (): IceServer[] => servers,
    use(next: IceServer[]): void {
      servers = next;
    },
    apart(): void {
      apart_since = clock.now();
    },
    why,
    /** Null if they may be connected in a moment. */
    whyFailing: () => (clock.now() - apart_since < failing_ms ? null : why()),
  };
};

/** When to wait, when to begin ICE again, and when to give up. */
const createPatience = (clock: Clock, restart: () => void, giveUp: () => void) => {
  let cancelEnd = () => {};
  let cancelRestart = () => {};
  const restartAfter = (ms: number): void => {
    cancelRestart();
    cancelRestart = clock.after(ms, () => {
      restart();
      restartAfter(disconnected_ms * 2);
    });
  };
  return {
    restartAfter,
    stop(): void {
      cancelEnd();
      cancelRestart();
    },
    wait(): void {
      cancelEnd();
      cancelEnd = clock.after(connect_within_ms, giveUp);
    },
  };
};

/** The connection to the page at the other end, whichever that is. */
export const createLink = (
  { clock, platform }: { clock: Clock; platform: CallPlatform },
  { isCaller, isPolite, isHidden }: Roles & { isHidden: boolean },
  own: Own,
  speech: Speech,
  events: SessionEvents,
) => {
  const trace = createTrace(isHidden);
  const route = createRoute(clock, isHidden);
  let negotiation: Negotiation | undefined;
  let state: 'new' | 'connected' | 'broken' | 'over' = 'new';

  const send = async (kind: MediaKind, track: MediaStreamTrack | null): Promise<void> =>
    negotiation?.connection.send(kind, track).catch(() => {});
  const over = (): void => {
    state = 'over';
    patience.stop();
    negotiation?.close();
  };
  const fail = (end: SessionEnd): void => {
    if (state === 'over') return;
    over();
    events.failed(end);
  };
  const restart = (): void => {
    if (isCaller) negotiation?.restart(route.servers());
    else if (speech.theirs() !== null) speech.say({ type: 'restart' });
  };
  const patience = createPatience(clock, restart, () => fail(route.why()));
  const lost = (within_ms: number): void => {
    if (state === 'connected') {
      patience.wait();
      route.apart();
    }
    if (state !== 'new') events.state('reconnecting');
    if (state === 'connected') state = 'broken';
    patience.restartAfter(within_ms);
  };
  const changed = (next: ConnectionState): void => {
    if (next === 'connected') {
      patience.stop();
      state = 'connected';
      trace.connected();
      events.state('connected');
    } else if (next === 'disconnected') lost(disconnected_ms);
    else if (next === 'failed') lost(0);
  };

  return {
    isOver: (): boolean => state === 'over',
    over,
    fail,
    restart,
    wait: patience.wait,
    use: route.use,
    servers: route.servers,
    trace,
    whyApart: () => (state === 'connected' ? null : route.whyFailing()),
    /** It was connected at some time. */
    wasConnected: (): boolean => state === 'connected' || state === 'broken',
    connection: () => (state === 'connected' ? negotiation?.connection : undefined),
    send,
    heard: async (signal: Signal): Promise<void> => negotiation?.heard(signal),
    connect(): void {
      negotiation?.close();
      if (state === 'connected') lost(disconnected_ms * 2);
      const { stream } = events;
      const broken = () => fail('broken');
      const servers = route.servers();
      const roles = { isCaller, isPolite };
      const next = { say: speech.say, state: changed, stream, broken };
      negotiation = createNegotiation(platform, { servers, isHidden, trace, ...roles }, next);
      for (const [kind, track] of Object.entries(own.tracks())) void send(kind as MediaKind, track);
    },
  };
};

export type Link = ReturnType<typeof createLink>;
