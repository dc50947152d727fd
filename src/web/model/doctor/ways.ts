// Which ways lead to the relay, and how fast: for each of its addresses two ends in this page find each
// other over it alone, and send small messages to and fro.
import type { RelayWay } from '../calls/ice-servers';
import { isUnauthorized, RELAY_WAYS, wayOf } from '../calls/ice-servers';
import type { IceServer } from '../calls/platform';
import type { Clock } from '../platform';
import type { Way, WayResult } from './findings';
import { addressOf, parseCandidate } from './network';
import type { Patience } from './patience';
import { createPatience, within } from './patience';
import type { Probe, ProbePlatform } from './platform';

interface Needs {
  platform: ProbePlatform;
  clock: Clock;
}

/** What the ways share while they are tried at once. */
interface Steps {
  /** Until a server has answered. */
  answer: Patience;
  /** Until two ends have found each other. */
  meeting: Patience;
}

const round_trips = 5;
const measured_ms_max = 10_000;
/** The better one first. */
const RANKS: readonly WayResult[] = ['works', 'deaf', 'unauthorized', 'refused', 'silent'];

/** The median of some; the first one is slow. */
const measure = async (probe: Probe): Promise<number> => {
  const times: number[] = [];
  while (times.length < round_trips) times.push(await probe.roundTrip());
  return times.toSorted((a, b) => a - b)[Math.floor(round_trips / 2)] ?? 0;
};

/** Null if one of the messages is lost. */
export const timed = async (clock: Clock, probe: Probe): Promise<number | null> => {
  let ms: number | null = null;
  const measuring = measure(probe).then((measured) => {
    ms = measured;
  });
  await within(
    clock,
    measuring.catch(() => {}),
    measured_ms_max,
  );
  return ms;
};

/** What the two ends of one way meet. */
const createMeeting = () => {
  const given = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let [isGiven, isOpen, code] = [false, false, 0];
  return {
    given: given.promise,
    opened: opened.promise,
    /** `asks`: this end is the one that measures, and the other one may be open before it is. */
    events: (other: (candidate: RTCIceCandidateInit) => void, asks: boolean) => ({
      candidate(candidate: RTCIceCandidateInit): void {
        if (parseCandidate(candidate.candidate ?? '')?.type !== 'relay') return;
        isGiven = true;
        given.resolve();
        other(candidate);
      },
      gathered: () => given.resolve(),
      refused: (_: string, refused_by: number): void => {
        code ||= refused_by;
        if (isUnauthorized(refused_by)) code = refused_by;
      },
      opened(): void {
        if (!asks) return;
        isOpen = true;
        opened.resolve();
      },
    }),
    result(): WayResult {
      if (isOpen) return 'works';
      if (isGiven) return 'deaf';
      if (isUnauthorized(code)) return 'unauthorized';
      return code > 0 ? 'refused' : 'silent';
    },
    isGiven: () => isGiven,
    isOpen: () => isOpen,
  };
};

/** Candidates wait until both descriptions are there. */
const createMailbox = (to: () => Probe) => {
  const waiting: RTCIceCandidateInit[] = [];
  let isReady = false;
  const pass = (candidate: RTCIceCandidateInit) =>
    void to()
      .addCandidate(candidate)
      .catch(() => {});
  return {
    put: (candidate: RTCIceCandidateInit): void => {
      if (isReady) pass(candidate);
      else waiting.push(candidate);
    },
    open(): void {
      isReady = true;
      for (const candidate of waiting.splice(0)) pass(candidate);
    },
  };
};

const tryUrl = async (
  { platform, clock }: Needs,
  steps: Steps,
  server: IceServer,
  url: string,
): Promise<Way> => {
  const route = { servers: [{ ...server, urls: [url] }], isHidden: true };
  const meeting = createMeeting();
  const toB = createMailbox(() => b);
  const toA = createMailbox(() => a);
  const a = platform.openProbe(route, meeting.events(toB.put, true));
  const b = platform.openProbe(route, meeting.events(toA.put, false));
  try {
    await b.accept(await a.describe());
    await a.accept(await b.describe());
    toA.open();
    toB.open();
    await steps.answer.within(meeting.given, meeting.isGiven);
    if (meeting.isGiven()) await steps.meeting.within(meeting.opened, meeting.isOpen);
    const result = meeting.result();
    const both_ms = result === 'works' ? await timed(clock, a) : null;
    // To the relay and back, twice.
    return { result, round_trip_ms: both_ms === null ? null : both_ms / 2 };
  } finally {
    a.close();
    b.close();
  }
};

const isByAddress = (url: string): boolean => /^(\[|[\d.]+$)/.test(addressOf(url).host);

/** The addresses of a way that this browser dials. */
export const serversOf = (
  { takesTlsByAddress }: ProbePlatform,
  servers: IceServer[],
  way: RelayWay,
): IceServer[] =>
  servers.flatMap((server) => {
    const urls = server.urls.filter(
      (url) => wayOf(url) === way && (way !== 'tls' || takesTlsByAddress || !isByAddress(url)),
    );
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });

const tryWay = async (
  needs: Needs,
  steps: Steps,
  servers: IceServer[],
  way: RelayWay,
): Promise<Way> => {
  const all = serversOf(needs.platform, servers, way).flatMap((server) =>
    server.urls.map((url) => tryUrl(needs, steps, server, url)),
  );
  const ways = await Promise.all(all);
  const rank = ({ result }: Way) => RANKS.indexOf(result);
  const [best] = ways.toSorted((one, other) => rank(one) - rank(other));
  return best ?? { result: 'notOffered', round_trip_ms: null };
};

/** All at once: a blocked one takes its 3 s if another one works. */
export const tryWays = async (
  needs: Needs,
  answer: Patience,
  servers: IceServer[],
): Promise<Record<RelayWay, Way>> => {
  const steps = { answer, meeting: createPatience(needs.clock) };
  const [udp, tcp, tls] = await Promise.all(
    RELAY_WAYS.map((way) => tryWay(needs, steps, servers, way)),
  );
  const none: Way = { result: 'notOffered', round_trip_ms: null };
  return { udp: udp ?? none, tcp: tcp ?? none, tls: tls ?? none };
};
