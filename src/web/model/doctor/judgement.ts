// From what was found to what it means: sentences, and who can change it. The most frequent causes come
// first where several would fit.
import type { RelayWay } from '../calls/ice-servers';
import { RELAY_WAYS } from '../calls/ice-servers';
import type { MediaTrouble } from '../calls/trouble';
import type { Findings, Pair, Side, WayResult } from './findings';
import { resultsOf, WAY_NAMES } from './findings';

export type Tone = 'good' | 'note' | 'bad';
/** Oneself, who runs the server, or who runs the network that one is in. */
export type Who = 'you' | 'operator' | 'network';

export type Meaning =
  | 'insecure'
  | 'microphoneTrouble'
  | 'microphoneSilent'
  | 'microphoneGood'
  | 'cameraTrouble'
  | 'cameraGood'
  | 'serverAway'
  | 'clockOff'
  | 'noRelay'
  | 'hiddenNoRelay'
  | 'unauthorized'
  | 'wrongAddress'
  | 'hairpin'
  | 'wrongHost'
  | 'onlyHttp'
  | 'portClosed'
  | 'certificate'
  | 'onlyTls'
  | 'udpBlocked'
  | 'tcpClosed'
  | 'noTls'
  | 'allWays'
  | 'natGood'
  | 'natSymmetric'
  | 'hidden'
  | 'notJoined'
  | 'left'
  | 'pairDirect'
  | 'pairRelayed'
  | 'pairNone'
  | 'theirTrouble'
  | 'mixedFamilies'
  | 'callLost'
  | 'callMoved'
  | 'callUnheard'
  | 'callApart';

export interface Sentence {
  meaning: Meaning;
  tone: Tone;
  /** Who can change it. */
  who?: Who;
  trouble?: MediaTrouble;
  name?: string;
  host?: string;
  port?: number;
}

const note = (meaning: Meaning, who?: Who, more: Partial<Sentence> = {}): Sentence => ({
  meaning,
  tone: 'note',
  ...(who ? { who } : {}),
  ...more,
});
const bad = (meaning: Meaning, who?: Who, more: Partial<Sentence> = {}): Sentence => ({
  ...note(meaning, who, more),
  tone: 'bad',
});
const good = (meaning: Meaning, more: Partial<Sentence> = {}): Sentence => ({
  meaning,
  tone: 'good',
  ...more,
});

type Results = Record<RelayWay, WayResult>;

const isReached = (result: WayResult): boolean => result === 'works' || result === 'given';
const offeredOf = (results: Results): RelayWay[] =>
  RELAY_WAYS.filter((way) => results[way] !== 'notOffered');
const reachedOf = (results: Results): RelayWay[] =>
  RELAY_WAYS.filter((way) => isReached(results[way]));

const ofMedia = ({ isSecure, microphone, camera }: Findings): Sentence[] => {
  const said: Sentence[] = [];
  if (!isSecure) return [bad('insecure', 'operator')];
  if (microphone === 'heard') said.push(good('microphoneGood'));
  else if (microphone === 'silent') said.push(bad('microphoneSilent', 'you'));
  else if (microphone !== 'untried') {
    said.push(bad('microphoneTrouble', 'you', { trouble: microphone }));
  }
  if (camera === 'seen') said.push(good('cameraGood'));
  else if (camera !== 'untried') said.push(note('cameraTrouble', 'you', { trouble: camera }));
  return said;
};

/** No way leads to the relay, though the page came from the server. */
const ofUnreached = (findings: Findings): Sentence => {
  const { isInside, isElsewhere, relay_host: host, relay_port: port, relays } = findings;
  if (isInside) return bad('hairpin', 'network', { host });
  if (isElsewhere) return bad('wrongHost', 'operator', { host });
  // By the same host and port as the page, and still not through.
  if (relays.tls.result !== 'notOffered') return bad('onlyHttp', 'operator', { port });
  return bad('portClosed', 'operator', { port });
};

/** Some ways lead to the relay, others don't. */
const ofPartly = (results: Results, port: number): Sentence[] => {
  const { udp, tcp, tls } = results;
  const said: Sentence[] = [];
  if (!isReached(udp) && !isReached(tcp)) return [note('onlyTls', 'network', { port })];
  if (udp !== 'notOffered' && !isReached(udp)) said.push(note('udpBlocked', 'network', { port }));
  if (tcp !== 'notOffered' && !isReached(tcp)) said.push(note('tcpClosed', 'operator', { port }));
  if (tls !== 'notOffered' && !isReached(tls)) said.push(note('certificate', 'operator'));
  return said;
};

const ofRelay = (findings: Findings): Sentence[] => {
  const { clock_off_ms, isHidden, relays, relay_port: port } = findings;
  const results = resultsOf(relays);
  const offered = offeredOf(results);
  const reached = reachedOf(results);
  if (offered.length === 0) return [bad(isHidden ? 'hiddenNoRelay' : 'noRelay', 'operator')];
  if (offered.some((way) => results[way] === 'unauthorized')) {
    const clock = clock_off_ms === 0 ? [] : [note('clockOff', 'you')];
    return [bad('unauthorized', 'operator'), ...clock];
  }
  if (reached.length === 0) {
    const isDeaf = offered.some((way) => results[way] === 'deaf');
    return [isDeaf ? bad('wrongAddress', 'operator') : ofUnreached(findings)];
  }
  if (reached.length < offered.length) return ofPartly(results, port);
  const isTested = offered.every((way) => results[way] === 'works');
  return [
    ...(isTested ? [good('allWays')] : []),
    ...(results.tls === 'notOffered' ? [note('noTls', 'operator')] : []),
  ];
};

const ofNetwork = ({ isHidden, nat }: Findings): Sentence[] => {
  if (isHidden) return [note('hidden', 'you')];
  if (nat === 'open' || nat === 'cone') return [good('natGood')];
  return nat === 'symmetric' ? [note('natSymmetric', 'network')] : [];
};

const hasNoFamilyIn = (mine: Pick<Side, 'families'>, theirs: Side): boolean =>
  mine.families.length > 0 &&
  theirs.families.length > 0 &&
  !mine.families.some((family) => theirs.families.includes(family));

const ofPair = (findings: Findings, pair: Pair): Sentence[] => {
  const { name, state, ways, theirs } = pair;
  if (state !== 'joined') return [note(state, undefined, { name })];
  const isMixed = theirs !== null && hasNoFamilyIn(findings, theirs);
  if (ways.direct.result === 'works') return [good('pairDirect', { name })];
  const mixed = isMixed ? [note('mixedFamilies', 'network', { name })] : [];
  const isRelayed = WAY_NAMES.some((way) => ways[way].result === 'works');
  if (isRelayed) return [good('pairRelayed', { name }), ...mixed];
  const isTheirs = theirs !== null && reachedOf(theirs.relays).length === 0;
  const isMine = reachedOf(resultsOf(findings.relays)).length === 0;
  if (isTheirs && !isMine) return [bad('theirTrouble', 'you', { name }), ...mixed];
  return [bad('pairNone', 'operator', { name }), ...mixed];
};

const ofCall = ({ call, relays }: Findings): Sentence[] => {
  if (call === null) return [];
  const { name, wasConnected, hasMoved, theirs } = call;
  if (wasConnected) return [bad(hasMoved ? 'callMoved' : 'callLost', undefined, { name })];
  if (!theirs.isHeard) return [bad('callUnheard', undefined, { name })];
  const isReached = reachedOf(resultsOf(relays)).length > 0;
  // Else what is said of the relay says it.
  if (!isReached) return [];
  return [
    theirs.hasRelay ? bad('callApart', 'you', { name }) : bad('theirTrouble', 'you', { name }),
  ];
};

/** What the findings mean, for the person who asks. */
export const judge = (findings: Findings): Sentence[] => {
  const { server, pair } = findings;
  if (server === 'away') return [...ofMedia(findings), bad('serverAway', 'you')];
  const isAnswered = server === 'answered';
  return [
    ...ofCall(findings),
    ...(pair ? ofPair(findings, pair) : []),
    ...ofMedia(findings),
    ...(isAnswered ? ofRelay(findings) : []),
    ...ofNetwork(findings),
  ];
};
