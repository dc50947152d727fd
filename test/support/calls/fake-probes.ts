// The measuring connections of the call doctor in a network that the test invents: what each way of a
// relay answers, and what becomes of a socket on its way out.
import type { RelayWay } from '../../../src/web/model/calls/ice-servers';
import { wayOf } from '../../../src/web/model/calls/ice-servers';
import type { Probe, ProbePlatform } from '../../../src/web/model/doctor/platform';

/** Where a browser stands. */
export interface Place {
  relays: Record<RelayWay, 'works' | 'deaf' | 'silent' | 'refused' | 'unauthorized'>;
  nat: 'open' | 'cone' | 'symmetric' | 'blocked';
  /** The neighbouring port of STUN answers, too. */
  hasSecondPort: boolean;
  family: 'ipv4' | 'ipv6';
  /** What it takes a slow device, or a slow line, to answer or to open. */
  takes: (act: () => void) => void;
}

export const AT_HOME: Place = {
  relays: { udp: 'works', tcp: 'works', tls: 'works' },
  nat: 'cone',
  hasSecondPort: true,
  family: 'ipv4',
  takes: setImmediate,
};

interface End {
  name: string;
  place: Place;
  isHidden: boolean;
  /** By which relay ways it has an address. */
  ways: Set<RelayWay>;
  other: string;
  open: () => void;
  isOpen: boolean;
}

/** All ends there are, by their names. */
export const fakeInternet = () => new Map<string, End>();
export type FakeInternet = ReturnType<typeof fakeInternet>;

const ADDRESS = { ipv4: ['10.0.0.7', '203.0.113.9'], ipv6: ['fd00::7', '2001:db8::9'] } as const;

/** By the same relay way, or from socket to socket. */
const meets = (one: End, other: End): boolean => {
  const works = (end: End) => [...end.ways].filter((way) => end.place.relays[way] === 'works');
  if (works(one).some((way) => works(other).includes(way))) return true;
  const isReachable = ({ isHidden, place }: End) =>
    !isHidden && (place.nat === 'open' || place.nat === 'cone');
  return isReachable(one) && isReachable(other) && one.place.family === other.place.family;
};

export const fakeProbes = (
  name: string,
  internet: FakeInternet = fakeInternet(),
  place: Place = AT_HOME,
) => {
  let count = 0;
  const said: string[] = [];
  const openProbe: ProbePlatform['openProbe'] = ({ servers, isHidden }, events): Probe => {
    count += 1;
    const open = events.opened;
    const about = { place, isHidden, ways: new Set<RelayWay>(), other: '', open, isOpen: false };
    const end: End = { name: `${name}-${count}`, ...about };
    internet.set(end.name, end);
    const [inner, outer] = ADDRESS[place.family];
    const urls = servers.flatMap((server) => server.urls);
    const line = (type: string, address: string, port: number, raddr: string) =>
      `candidate:1 1 udp 9 ${address} ${port} typ ${type} raddr ${raddr} rport 5000`;
    const give = (candidate: string, url: string) => {
      said.push(candidate);
      events.candidate({ candidate, sdpMid: '0' }, url);
    };
    const reflexive = (stun: string[]) => {
      const answering = stun.filter((url) => place.hasSecondPort || !url.endsWith('3479'));
      if (place.nat === 'blocked' || place.nat === 'open') return;
      const ports = place.nat === 'cone' ? answering.slice(0, 1) : answering;
      for (const [at, url] of ports.entries()) give(line('srflx', outer, 6_000 + at, inner), url);
    };
    const relayed = (url: string, way: RelayWay) => {
      const answer = place.relays[way];
      if (answer === 'refused') events.refused(url, 701);
      else if (answer === 'unauthorized') events.refused(url, 401);
      else if (answer !== 'silent') {
        end.ways.add(way);
        give(line('relay', '198.51.100.1', 49_160, outer), url);
      }
    };
    const gather = () => {
      const stun = urls.filter((url) => wayOf(url) === null);
      if (!isHidden) {
        give(line('host', inner, 5_000, '0.0.0.0'), '');
        reflexive(stun);
      }
      for (const url of urls) {
        const way = wayOf(url);
        if (way) relayed(url, way);
      }
      const isSilent = urls.some((url) => {
        const way = wayOf(url);
        if (way) return place.relays[way] === 'silent';
        return place.nat === 'blocked' || (!place.hasSecondPort && url.endsWith('3479'));
      });
      if (!isSilent) events.gathered();
    };
    /** One end is open before the other, and either may be the first. */
    const look = () => {
      const other = internet.get(end.other);
      if (other?.other !== end.name || end.isOpen || !meets(end, other)) return;
      end.isOpen = true;
      end.open();
      place.takes(() => {
        other.isOpen = true;
        other.open();
      });
    };
    return {
      async describe() {
        place.takes(gather);
        const sdp = `${end.name}\r\nc=IN IP4 ${outer}\r\n`;
        said.push(sdp);
        return { type: end.other === '' ? 'offer' : 'answer', sdp };
      },
      async accept({ sdp }) {
        end.other = sdp.split('\r\n')[0] ?? '';
        setImmediate(look);
      },
      async addCandidate() {
        setImmediate(look);
      },
      async roundTrip() {
        if (!end.isOpen) throw new Error('a channel that is not open sends nothing');
        return 40;
      },
      close: () => void internet.delete(end.name),
    };
  };
  return {
    platform: { openProbe, takesTlsByAddress: true } satisfies ProbePlatform,
    /** What the browser gave the page of its addresses. */
    said,
  };
};
