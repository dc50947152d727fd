// The connection to the page at the other end, and what is done when it breaks.
import type { Clock } from '../platform';
import type { IceServer } from './ice-servers';
import { hasRelay } from './ice-servers';
import type { Negotiation, Roles } from './negotiation';
import { createNegotiation } from './negotiation';
import type { CallPlatform, ConnectionState, MediaKind } from './platform';
import type { Sending, Signal } from './signals';
import type { Speech } from './speech';

/** Why the call can't go on. */
export type SessionEnd = 'untrusted' | 'keyChanged' | 'noRelay' | 'unreachable' | 'broken';

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
  { isCaller, isPolite }: Roles,
  own: Own,
  speech: Speech,
  events: SessionEvents,
) => {
  let servers: IceServer[] = [];
  let negotiation: Negotiation | undefined;
  let state: 'new' | 'connected' | 'broken' | 'over' = 'new';

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
    if (isCaller) negotiation?.restart(servers);
    else if (speech.theirs() !== null) speech.say({ type: 'restart' });
  };
  const patience = createPatience(clock, restart, () =>
    fail(hasRelay(servers) ? 'unreachable' : 'noRelay'),
  );
  const lost = (within_ms: number): void => {
    if (state === 'connected') patience.wait();
    if (state !== 'new') events.state('reconnecting');
    if (state === 'connected') state = 'broken';
    patience.restartAfter(within_ms);
  };
  const changed = (next: ConnectionState): void => {
    if (next === 'connected') {
      patience.stop();
      state = 'connected';
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
    use(next: IceServer[]): void {
      servers = next;
    },
    /** It was connected at some time. */
    wasConnected: (): boolean => state === 'connected' || state === 'broken',
    connection: () => (state === 'connected' ? negotiation?.connection : undefined),
    async send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
      await negotiation?.connection.send(kind, track).catch(() => {});
    },
    heard: async (signal: Signal): Promise<void> => negotiation?.heard(signal),
    connect(): void {
      negotiation?.close();
      if (state === 'connected') lost(disconnected_ms * 2);
      const { stream } = events;
      const broken = () => fail('broken');
      const roles = { isCaller, isPolite };
      const next = { say: speech.say, state: changed, stream, broken };
      negotiation = createNegotiation(platform, { servers, ...roles }, next);
      for (const [kind, track] of Object.entries(own.tracks())) {
        void negotiation.connection.send(kind as MediaKind, track).catch(() => {});
      }
    },
  };
};

export type Link = ReturnType<typeof createLink>;
