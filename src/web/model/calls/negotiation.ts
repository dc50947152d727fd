// One connection and its descriptions: perfect negotiation (W3C WebRTC, 10.7). Both may offer at once;
// the polite one, whose user id is the greater, gives way.
import type { IceServer } from './ice-servers';
import type { CallPlatform, Connection, ConnectionState, Description, MediaKind } from './platform';
import { forOther } from './sdp';
import type { Signal } from './signals';

export interface Roles {
  isCaller: boolean;
  isPolite: boolean;
}

export interface NegotiationEvents {
  /** To the other page. */
  say(signal: Signal): void;
  state(state: ConnectionState): void;
  stream(kind: MediaKind, stream: MediaStream): void;
  /** What the other page says can't be followed. */
  broken(): void;
}

export const createNegotiation = (
  platform: CallPlatform,
  { servers, isCaller, isPolite }: { servers: IceServer[] } & Roles,
  events: NegotiationEvents,
) => {
  let isOffering = false;
  let isOfferIgnored = false;
  let isOver = false;

  const describe = async (): Promise<void> => {
    const description = await connection.describe();
    if (!isOver) events.say({ type: 'description', description: forOther(description) });
  };
  const offer = async (): Promise<void> => {
    try {
      isOffering = true;
      await describe();
    } finally {
      isOffering = false;
    }
  };
  /** What fails after the end matters to nobody. */
  const follow = (act: () => Promise<void>): Promise<void> =>
    act().catch(() => {
      if (!isOver) events.broken();
    });
  const connection: Connection = platform.connect(servers, isCaller, {
    negotiation: () => void follow(offer),
    candidate: (candidate) => events.say({ type: 'candidate', candidate }),
    state: (state) => {
      if (!isOver) events.state(state);
    },
    stream: events.stream,
  });

  const described = async (description: Description): Promise<void> => {
    const isOffer = description.type === 'offer';
    const collides = isOffer && (isOffering || !connection.isStable());
    isOfferIgnored = collides && !isPolite;
    // An answer that nobody asked for says nothing.
    if (isOfferIgnored || (!isOffer && connection.isStable())) return;
    await connection.accept(description);
    if (isOffer) await describe();
  };
  const found = async (candidate: RTCIceCandidateInit): Promise<void> => {
    await connection.addCandidate(candidate).catch((error) => {
      // It belongs to an offer that was ignored.
      if (!isOfferIgnored) throw error;
    });
  };

  return {
    connection,
    /** The caller's; an offer that was lost on the way is made again. */
    restart(servers: IceServer[]): void {
      connection.restart(servers);
      if (!connection.isStable()) void follow(offer);
    },
    /** One after the other. */
    heard: (signal: Signal): Promise<void> =>
      follow(async () => {
        if (isOver) return;
        if (signal.type === 'description') await described(signal.description);
        if (signal.type === 'candidate') await found(signal.candidate);
      }),
    close(): void {
      isOver = true;
      connection.close();
    },
  };
};

export type Negotiation = ReturnType<typeof createNegotiation>;
