// What a browser gives calls, as object literals: devices that can be plugged in and out, and connections
// that connect exactly when both ends know each other's current description.
import type {
  CallPlatform,
  Connection,
  ConnectionEvents,
  Device,
  Measure,
  Source,
  Tone,
} from '../../../src/web/model/calls/platform';
import type { ProbePlatform } from '../../../src/web/model/doctor/platform';
import type { FakeInternet, Place } from './fake-probes';
import { fakeProbes } from './fake-probes';

export const fakeNetwork = () => {
  const ends = new Map<string, ConnectionEvents>();
  const known = new Map<string, string>();
  const links = new Set<string>();
  const met: string[] = [];
  return {
    /** Which connections have found each other, by their names: `alice 1 – bob 1`. */
    links: () => [...links],
    /** Whose descriptions were followed, one after the other. */
    met: () => met,
    begin: (name: string, events: ConnectionEvents) => void ends.set(name, events),
    /** `name` has a whole exchange with `other`. */
    knows(name: string, other: string): void {
      known.set(name, other);
      met.push(other);
      if (known.get(other) !== name) return;
      links.add([name, other].sort().join(' – '));
      for (const each of [name, other]) ends.get(each)?.state('connected');
    },
    end(name: string): void {
      ends.delete(name);
      known.delete(name);
    },
    /** The line breaks for both. */
    cut(state: 'disconnected' | 'failed'): void {
      for (const [name, events] of ends) {
        known.delete(name);
        events.state(state);
      }
    },
  };
};

export type FakeNetwork = ReturnType<typeof fakeNetwork>;

const parse = (sdp: string) =>
  /^(offer|answer) (\S+) (\d+)(?: to (\S+ \d+))?$/.exec(sdp.split('\r\n')[0] ?? '');

/** As they stand in a home with a router, whatever a page may have asked for. */
const OWN_ADDRESSES = ['10.0.0.7', '203.0.113.9'];
const CANDIDATES = [
  ['candidate:1 1 udp 9 10.0.0.7 50000 typ host', ''],
  [
    'candidate:2 1 udp 8 203.0.113.9 61000 typ srflx raddr 10.0.0.7 rport 50000',
    'stun:chat8.example:3478',
  ],
  [
    'candidate:3 1 udp 2 198.51.100.1 49160 typ relay raddr 203.0.113.9 rport 61000',
    'turn:chat8.example',
  ],
] as const;
const LINES = [
  'o=- 7 2 IN IP4 203.0.113.9',
  'c=IN IP4 203.0.113.9',
  'a=rtcp:61000 IN IP4 203.0.113.9',
  ...CANDIDATES.map(([candidate]) => `a=${candidate}`),
];
const withAddresses = (head: string): string => [head, ...LINES, ''].join('\r\n');

export const namesAddress = (text: string): boolean =>
  OWN_ADDRESSES.some((address) => text.includes(address));

const fakeConnection = (
  network: FakeNetwork,
  name: string,
  isOffering: boolean,
  events: ConnectionEvents,
  log: { restarts: number; servers: unknown[]; hidden: boolean[] },
  measure: () => Measure,
): Connection & { tracks: Map<string, unknown> } => {
  const tracks = new Map<string, unknown>();
  let state: 'stable' | 'local' | 'remote' = 'stable';
  let generation = 1;
  let other: string | null = null;
  let offered = '';
  network.begin(name, events);
  const gather = () => {
    for (const [candidate, url] of CANDIDATES) events.candidate({ candidate }, url);
  };
  if (isOffering) queueMicrotask(events.negotiation);
  return {
    tracks,
    async describe() {
      if (state === 'remote' && other !== null) {
        state = 'stable';
        network.knows(name, other);
        gather();
        const head = `answer ${name} ${generation} to ${offered}`;
        return { type: 'answer', sdp: withAddresses(head) };
      }
      state = 'local';
      gather();
      return { type: 'offer', sdp: withAddresses(`offer ${name} ${generation}`) };
    },
    async accept({ type, sdp }) {
      const [, kind, whose = '', number, to] = parse(sdp) ?? [];
      if (kind !== type) throw new Error('no description');
      if (type === 'answer' && to !== `${name} ${generation}`) throw new Error('not to my offer');
      other = whose;
      offered = `${whose} ${number}`;
      state = type === 'offer' ? 'remote' : 'stable';
      if (type === 'answer') network.knows(name, whose);
    },
    async addCandidate({ candidate }) {
      if (!candidate?.startsWith('candidate:')) throw new Error('no candidate');
    },
    isStable: () => state === 'stable',
    restart(servers) {
      log.restarts += 1;
      log.servers.push(servers);
      generation += 1;
      if (state === 'stable') queueMicrotask(events.negotiation);
    },
    send: async (kind, track) => void tracks.set(kind, track),
    shape: async () => {},
    measure: async () => measure(),
    close: () => network.end(name),
  };
};

/** `name` has one microphone and one camera. */
export const fakePlatform = (
  name: string,
  network: FakeNetwork,
  ...more: [internet?: FakeInternet, place?: Place]
) => {
  const log = {
    restarts: 0,
    servers: [] as unknown[],
    hidden: [] as boolean[],
    tones: [] as Tone[],
    awake: 0,
  };
  const open = new Set<string>();
  const sounding = new Set<Tone>();
  const faults: Partial<Record<Device['kind'] | 'screen', string>> = {};
  const ends = new Map<string, () => void>();
  const connections: ReturnType<typeof fakeConnection>[] = [];
  let devices: Device[] = [
    { id: 'm1', kind: 'microphone', name: 'Built-in' },
    { id: 'm2', kind: 'microphone', name: 'Headset' },
    { id: 'c1', kind: 'camera', name: 'Front' },
    { id: 's1', kind: 'speaker', name: 'Loudspeaker' },
  ];
  let plugged = () => {};
  let loudness = 0;
  let measure: Measure = { lost: 0, round_trip_ms: 20, bytes_received: 1 };
  let count = 0;
  const source = async (
    kind: Device['kind'] | 'screen',
    wanted: string | null,
  ): Promise<Source> => {
    const fault = faults[kind];
    if (fault) throw new DOMException('', fault);
    const first = devices.find((each) => each.kind === kind)?.id ?? '';
    if (first === '' && kind !== 'screen') throw new DOMException('', 'NotFoundError');
    const device_id = wanted ?? first;
    count += 1;
    const label = `${kind} ${device_id}`;
    const id = `${label} ${count}`;
    open.add(id);
    const track = { id, enabled: true } as MediaStreamTrack;
    return {
      track,
      stream: { id } as MediaStream,
      device_id,
      turn: (isOn) => {
        track.enabled = isOn;
      },
      onEnd: (act) => void ends.set(kind, act),
      stop: () => void open.delete(id),
    };
  };
  const probes = fakeProbes(name, ...more);
  const platform: CallPlatform & ProbePlatform = {
    ...probes.platform,
    connect({ servers, isHidden }, isOffering, events) {
      log.servers.push(servers);
      log.hidden.push(isHidden);
      const own = `${name}-${connections.length + 1}`;
      const made = fakeConnection(network, own, isOffering, events, log, () => measure);
      connections.push(made);
      return made;
    },
    openMicrophone: (id) => source('microphone', id),
    openCamera: (id) => source('camera', id),
    openScreen: () => source('screen', ''),
    canShareScreen: true,
    canChooseSpeaker: true,
    devices: async () => devices,
    onDevices: (act) => {
      plugged = act;
    },
    meter: () => ({ level: () => loudness, close: () => {} }),
    play(tone) {
      log.tones.push(tone);
      sounding.add(tone);
      return () => void sounding.delete(tone);
    },
    keepAwake() {
      log.awake += 1;
      return () => {
        log.awake -= 1;
      };
    },
  };
  return {
    platform,
    probes,
    log,
    /** What is open now, as `microphone m1`. */
    open: () => [...open].map((id) => id.replace(/ \d+$/, '')),
    sounding,
    connections,
    /** What opening such a device is refused with. */
    faults,
    measures(next: Partial<Measure>): void {
      measure = { ...measure, ...next };
    },
    hears(level: number): void {
      loudness = level;
    },
    /** Its track ends, and it is no longer listed. */
    unplug(kind: Device['kind'], id: string): void {
      devices = devices.filter((each) => each.id !== id);
      ends.get(kind)?.();
      plugged();
    },
  };
};

export type FakePlatform = ReturnType<typeof fakePlatform>;
