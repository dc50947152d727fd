// What two pages that test together say to each other, sealed like the signals of a call. Of a person who
// hides their address it names none, and nothing of their network.
import type { Description } from '../calls/platform';
import type { Shape } from '../net/shape';
import { isFlag, isText, listOf, maybe, oneOf, orNull, record } from '../net/shape';
import type { Side, Way, WayName } from './findings';

export type DoctorSignal =
  /** This page has joined. */
  | { type: 'hello' }
  | { type: 'side'; side: Side }
  | { type: 'description'; way: WayName; description: Description }
  | { type: 'candidate'; way: WayName; candidate: RTCIceCandidateInit }
  /** What came of it. */
  | { type: 'over'; ways: Record<WayName, Way> };

const isResult = oneOf(
  ...(['notOffered', 'silent', 'refused', 'unauthorized'] as const),
  ...(['given', 'works', 'deaf'] as const),
);
const isTime: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isWay = record<Way>({ result: isResult, round_trip_ms: orNull(isTime) });
const isSide = record<Side>({
  nat: oneOf('open', 'cone', 'symmetric', 'blocked', 'unknown'),
  families: listOf(oneOf('ipv4', 'ipv6')),
  isHidden: isFlag,
  relays: record<Side['relays']>({ udp: isResult, tcp: isResult, tls: isResult }),
});
const isWays = record<Record<WayName, Way>>({ direct: isWay, udp: isWay, tcp: isWay, tls: isWay });
const isWayName = oneOf('direct', 'udp', 'tcp', 'tls');

const SHAPES: Record<DoctorSignal['type'], Shape<unknown>> = {
  hello: record({}),
  side: record({ side: isSide }),
  description: record({
    way: isWayName,
    description: record<Description>({ type: oneOf('offer', 'answer'), sdp: isText }),
  }),
  candidate: record({
    way: isWayName,
    candidate: record({ candidate: isText, sdpMid: maybe(orNull(isText)) }),
  }),
  over: record({ ways: isWays }),
};

const isTyped = record<{ type: DoctorSignal['type'] }>({
  type: oneOf('hello', 'side', 'description', 'candidate', 'over'),
});

export const isDoctorSignal = (value: unknown): value is DoctorSignal =>
  isTyped(value) && SHAPES[value.type](value);
