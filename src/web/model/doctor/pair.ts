// The test between two people: the one who asked offers each way, the one who joined answers, and both
// learn what came of it. Nothing is sent of voice or picture.
import { hiddenCandidate, withoutAddresses } from '../calls/hidden-address';
import type { Description, IceServer } from '../calls/platform';
import type { Addressed, Signals } from '../calls/signals';
import { createQueue, createSpeech } from '../calls/speech';
import type { Clock } from '../platform';
import type { Side, Way, WayName } from './findings';
import { noWays, WAY_NAMES } from './findings';
import { parseCandidate } from './network';
import type { Patience } from './patience';
import { createPatience, within } from './patience';
import type { Probe, ProbePlatform } from './platform';
import { serversOf, timed } from './ways';
import type { DoctorSignal } from './words';

/** For each way, from the offer on: two pages and a server lie between. */
const open_ms_min = 6_000;
const join_within_ms = 60_000;
const side_within_ms = 20_000;
/** Whoever joined waits for the result. */
const over_within_ms = 60_000;

interface PairNeeds {
  clock: Clock;
  platform: ProbePlatform;
  signals: Signals<DoctorSignal>;
  post: (payload: unknown) => void;
  newPage: () => string;
}

interface About {
  isAsker: boolean;
  isHidden: boolean;
  servers: IceServer[];
  side: Promise<Side>;
}

export interface PairResult {
  state: 'joined' | 'notJoined' | 'left';
  ways: Record<WayName, Way>;
  theirs: Side | null;
}

interface End {
  probe: Probe;
  opened: Promise<void>;
  isOpen: () => boolean;
  isGiven: () => boolean;
}

const withoutRelays = (servers: IceServer[]): IceServer[] =>
  servers.flatMap(({ urls }) => {
    const stun = urls.filter((url) => /^stun:/i.test(url));
    return stun.length === 0 ? [] : [{ urls: stun }];
  });

/** One's own ends of the ways. */
const createEnds = (
  platform: ProbePlatform,
  { servers, isHidden }: Pick<About, 'servers' | 'isHidden'>,
  say: (signal: DoctorSignal) => void,
) => {
  const ends = new Map<WayName, End>();
  const routeOf = (way: WayName) => {
    const isDirect = way === 'direct';
    const chosen = isDirect ? withoutRelays(servers) : serversOf(platform, servers, way);
    return { servers: chosen, isHidden: !isDirect };
  };
  const open = (way: WayName): End => {
    const opened = Promise.withResolvers<void>();
    let [isOpen, isGiven] = [false, false];
    const probe = platform.openProbe(routeOf(way), {
      candidate(candidate) {
        isGiven ||= parseCandidate(candidate.candidate ?? '')?.type === 'relay';
        const shown = isHidden ? hiddenCandidate(candidate) : candidate;
        if (shown !== null) say({ type: 'candidate', way, candidate: shown });
      },
      gathered: () => {},
      refused: () => {},
      opened() {
        isOpen = true;
        opened.resolve();
      },
    });
    const end = { probe, opened: opened.promise, isOpen: () => isOpen, isGiven: () => isGiven };
    ends.set(way, end);
    return end;
  };
  return {
    get: (way: WayName) => ends.get(way),
    open,
    /** Whether this side goes that way at all. */
    takes: (way: WayName): boolean =>
      way === 'direct' ? !isHidden : serversOf(platform, servers, way).length > 0,
    async describe(way: WayName, { probe }: End): Promise<void> {
      const { type, sdp } = await probe.describe();
      const shown = isHidden ? withoutAddresses(sdp) : sdp;
      say({ type: 'description', way, description: { type, sdp: shown } });
    },
    close(): void {
      for (const { probe } of ends.values()) probe.close();
    },
  };
};

type Ends = ReturnType<typeof createEnds>;

/** Offers one way, and sees whether the two ends meet. */
const tryWith = async (clock: Clock, meeting: Patience, ends: Ends, way: WayName): Promise<Way> => {
  if (!ends.takes(way)) return { result: 'notOffered', round_trip_ms: null };
  const end = ends.open(way);
  await ends.describe(way, end);
  await meeting.within(end.opened, end.isOpen);
  if (end.isOpen()) return { result: 'works', round_trip_ms: await timed(clock, end.probe) };
  return { result: end.isGiven() ? 'deaf' : 'silent', round_trip_ms: null };
};

const tryAll = async (clock: Clock, ends: Ends): Promise<Record<WayName, Way>> => {
  const ways = noWays();
  const meeting = createPatience(clock, open_ms_min);
  await Promise.all(
    WAY_NAMES.map(async (way) => {
      ways[way] = await tryWith(clock, meeting, ends, way);
    }),
  );
  return ways;
};

/** What the other page says of a way. */
const createAnswering = (ends: Ends) => {
  const described = async (way: WayName, description: Description): Promise<void> => {
    const isOffer = description.type === 'offer';
    if (isOffer && (ends.get(way) !== undefined || !ends.takes(way))) return;
    const end = isOffer ? ends.open(way) : ends.get(way);
    if (end === undefined) return;
    await end.probe.accept(description);
    if (isOffer) await ends.describe(way, end);
  };
  return async (signal: DoctorSignal): Promise<void> => {
    if (signal.type === 'description') await described(signal.way, signal.description);
    if (signal.type === 'candidate')
      await ends.get(signal.way)?.probe.addCandidate(signal.candidate);
  };
};

export const createPair = (needs: PairNeeds, about: About) => {
  const { clock, platform } = needs;
  const { isAsker, side } = about;
  const met = Promise.withResolvers<void>();
  const sided = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let theirs: Side | null = null;
  let ways: Record<WayName, Way> | null = null;
  let isOver = false;
  // Whatever can't be followed is not for this test.
  const speech = createSpeech<DoctorSignal>(needs, () => {});
  const inOrder = createQueue(() => {});
  const ends = createEnds(platform, about, speech.say);
  const answer = createAnswering(ends);

  const tellSide = async (): Promise<void> => speech.say({ type: 'side', side: await side });
  const heard = async ({ signal, from }: Addressed<DoctorSignal>): Promise<void> => {
    if (speech.theirs() === null) {
      speech.answer(from);
      void tellSide();
      met.resolve();
    }
    if (signal.type === 'side') {
      theirs = signal.side;
      sided.resolve();
    } else if (signal.type === 'over' && !isAsker) {
      ways = signal.ways;
      over.resolve();
    } else await answer(signal);
  };
  const ask = async (): Promise<void> => {
    await within(clock, met.promise, join_within_ms);
    if (speech.theirs() === null || isOver) return;
    ways = await tryAll(clock, ends);
    await within(clock, Promise.all([side, sided.promise]), side_within_ms);
    speech.say({ type: 'over', ways });
  };
  const join = async (): Promise<void> => {
    speech.say({ type: 'hello' }, null);
    await within(clock, over.promise, over_within_ms);
  };

  return {
    receive(payload: unknown): void {
      inOrder(async () => {
        const addressed = isOver ? null : await needs.signals.open(payload);
        if (addressed && !isOver && speech.isForMe(addressed)) await heard(addressed);
      });
    },
    async run(): Promise<PairResult> {
      await (isAsker ? ask() : join());
      const state = ways ? 'joined' : speech.theirs() === null ? 'notJoined' : 'left';
      return { state, ways: ways ?? noWays(), theirs };
    },
    close(): void {
      isOver = true;
      for (const { resolve } of [met, sided, over]) resolve();
      ends.close();
    },
  };
};

export type PairTest = ReturnType<typeof createPair>;
