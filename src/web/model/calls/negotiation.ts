// One connection and its descriptions: perfect negotiation (W3C WebRTC, 10.7). Both may offer at once;
// the polite one, whose user id is the greater, gives way.
import { hiddenCandidate } from './hidden-address';
import type {
  CallPlatform,
  Connection,
  ConnectionState,
  Description,
  IceServer,
  MediaKind,
  Route,
} from './platform';
import { forOther } from './sdp';
import type { Signal } from './signals';
import type { CallTrace } from './trace';

export interface Roles {
  isCaller: boolean;
  isPolite: boolean;
}

interface NegotiationEvents {
  /** To the other page. */
  say(signal: Signal): void;
  state(state: ConnectionState): void;
  stream(kind: MediaKind, stream: MediaStream): void;
  /** What the other page says can't be followed. */
  broken(): void;
}

/** What goes to the other page of this one's descriptions and candidates. */
const createShowing = (isHidden: boolean, trace: CallTrace, say: (signal: Signal) => void) => ({
  description: (description: Description, offer?: number): void =>
    say({
      type: 'description',
      description: forOther(description, isHidden),
      ...(offer === undefined ? {} : { offer }),
    }),
  candidate(candidate: RTCIceCandidateInit, url: string): void {
    trace.found(candidate.candidate ?? '', url);
    const shown = isHidden ? hiddenCandidate(candidate) : candidate;
    if (shown !== null) say({ type: 'candidate', candidate: shown });
  },
});

/** Those of this page, by their numbers. */
const createOffers = (describe: (offer: number) => Promise<void>) => {
  let last = 0;
  let isMaking = false;
  return {
    isMaking: (): boolean => isMaking,
    isOld: (offer?: number): boolean => offer !== undefined && offer !== last,
    async make(): Promise<void> {
      try {
        isMaking = true;
        last += 1;
        await describe(last);
      } finally {
        isMaking = false;
      }
    },
  };
};

export const createNegotiation = (
  platform: CallPlatform,
  { isCaller, isPolite, trace, ...route }: Route & Roles & { trace: CallTrace },
  events: NegotiationEvents,
) => {
  let isIgnoring = false;
  let isOver = false;
  const show = createShowing(route.isHidden, trace, events.say);

  const describe = async (offer?: number): Promise<void> => {
    const description = await connection.describe();
    if (!isOver) show.description(description, offer);
  };
  const offers = createOffers(describe);
  /** What fails after the end matters to nobody. */
  const broken = (): void => void (isOver || events.broken());
  const follow = (act: () => Promise<void>): Promise<void> => act().catch(broken);
  const connection: Connection = platform.connect(route, isCaller, {
    negotiation: () => void follow(offers.make),
    candidate: show.candidate,
    refused: trace.refused,
    state: (state) => void (isOver || events.state(state)),
    stream: events.stream,
  });

  const described = async (description: Description, offer?: number): Promise<void> => {
    const isOffer = description.type === 'offer';
    const collides = isOffer && (offers.isMaking() || !connection.isStable());
    // After a second offer an answer to the first one would join what does not belong together.
    isIgnoring = (collides && !isPolite) || (!isOffer && offers.isOld(offer));
    // An answer that nobody asked for says nothing.
    if (isIgnoring || (!isOffer && connection.isStable())) return;
    trace.heard(description.sdp);
    await connection.accept(description);
    if (isOffer) await describe(offer);
  };
  const found = async (candidate: RTCIceCandidateInit): Promise<void> => {
    trace.heard(candidate.candidate);
    await connection.addCandidate(candidate).catch((error) => {
      // It belongs to a description that was ignored.
      if (!isIgnoring) throw error;
    });
  };

  trace.offered(route.servers);
  return {
    connection,
    /** The caller's; an offer that was lost on the way is made again. */
    restart(servers: IceServer[]): void {
      trace.offered(servers);
      connection.restart(servers);
      if (!connection.isStable()) void follow(offers.make);
    },
    /** One after the other. */
    heard: (signal: Signal): Promise<void> =>
      follow(async () => {
        if (isOver) return;
        if (signal.type === 'description') await described(signal.description, signal.offer);
        if (signal.type === 'candidate') await found(signal.candidate);
      }),
    close(): void {
      isOver = true;
      connection.close();
    },
  };
};

export type Negotiation = ReturnType<typeof createNegotiation>;
