// The call doctor: looks at the devices, the network and the ways of calls as they really are, alone
// against the server or together with a friend, and keeps what it found.
import { signal } from '@preact/signals';
import type { CallSettings } from '../calls/call-settings';
import type { CallPlatform } from '../calls/platform';
import type { SignalNeeds } from '../calls/signals';
import { createSignals } from '../calls/signals';
import { chooseKey } from '../calls/trust';
import type { Keys, PeerKey } from '../keys/keys';
import type { Pins } from '../keys/pins';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { Frame } from '../net/frames';
import type { Naming } from '../people/naming';
import type { Clock, Tab } from '../platform';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import { createDeviceCheck } from './devices';
import type { Family, Findings, Nat, Side } from './findings';
import { nothingFound, noWays, resultsOf } from './findings';
import { lookAtNetwork } from './network';
import type { PairResult, PairTest } from './pair';
import { createPair } from './pair';
import { createPatience } from './patience';
import { relayPlace } from './place';
import type { ProbePlatform } from './platform';
import type { TestCall } from './test-call';
import { openTestCall } from './test-call';
import { tryWays } from './ways';
import type { DoctorSignal } from './words';
import { isDoctorSignal } from './words';

interface DoctorNeeds extends SignalNeeds {
  api: Api;
  callSettings: CallSettings;
  clock: Clock;
  /** This device's clock minus the server's; 0 if they agree well enough. */
  clockOff_ms: () => number;
  keys: Keys;
  localStore: LocalStore;
  newPage: () => string;
  naming: Pick<Naming, 'calledById'>;
  pins: Pins;
  platform: CallPlatform & ProbePlatform;
  send: (type: string, data: object) => unknown;
  tab: Pick<Tab, 'address' | 'isSecure'>;
}

/** What is looked at now. */
type Step = 'idle' | 'devices' | 'server' | 'friend' | 'done';

/** With which friend: one who is asked, or who asked in this test call. */
export interface Together {
  friend_id: number;
  call_id?: string;
}

/** Signals that come before this page is ready for them. */
const early_max = 64;

/** The friend's half of a test. */
const createPairing = (needs: DoctorNeeds) => {
  let test: { call_id: string; pair: PairTest } | null = null;
  let early: Frame[] = [];
  const heard = (frame: Frame): void => {
    if (test === null) early = [...early, frame].slice(-early_max);
    else if (frame.data.call_id === test.call_id) test.pair.receive(frame.data.payload);
  };
  const close = (): void => {
    test?.pair.close();
    test = null;
    early = [];
  };
  return {
    heard,
    close,
    begin(
      { friend_id, call_id: joined }: Together,
      { call_id, servers }: TestCall,
      key: PeerKey | null,
      about: { isHidden: boolean; side: Promise<Side> },
    ): PairTest {
      const waited = early;
      const signals = createSignals<DoctorSignal>(
        needs,
        { call_id, friend_id, key },
        isDoctorSignal,
      );
      const post = (payload: unknown) => void needs.send('call_signal', { call_id, payload });
      const isAsker = joined === undefined;
      const pair = createPair({ ...needs, signals, post }, { ...about, isAsker, servers });
      test = { call_id, pair };
      for (const frame of waited) heard(frame);
      return pair;
    },
  };
};

/** What is found so far, and whose turn it is: what a turn that is over finds is nobody's. */
const createNotes = () => {
  const step = signal<Step>('idle');
  const findings = signal<Findings>(nothingFound());
  let turn = {};
  return {
    step: readonly(step),
    findings: readonly(findings),
    found(part: Partial<Findings>): void {
      findings.value = { ...findings.value, ...part };
    },
    goTo(next: Step): void {
      step.value = next;
    },
    /** Another turn begins: tells whether it still lasts. */
    begin(): () => boolean {
      const mine = {};
      turn = mine;
      findings.value = nothingFound();
      return () => turn === mine;
    },
    end(): void {
      turn = {};
      step.value = 'idle';
    },
  };
};

type Notes = ReturnType<typeof createNotes>;
type Pairing = ReturnType<typeof createPairing>;

/** The server, the network, and the friend. */
const createLooks = (needs: DoctorNeeds, { findings, found, goTo }: Notes, pairing: Pairing) => {
  const nameOf = needs.naming.calledById;
  return {
    /** What this side knows of its own network and relays. */
    async around({ servers }: TestCall, isStill: () => boolean): Promise<Side> {
      const { isHidden } = findings.value;
      const unknown = { nat: 'unknown' as Nat, families: [] as Family[] };
      const answer = createPatience(needs.clock);
      const network = isHidden ? unknown : lookAtNetwork(needs, answer, servers);
      const [seen, relays] = await Promise.all([network, tryWays(needs, answer, servers)]);
      if (isStill()) found({ ...seen, relays });
      return { ...seen, isHidden, relays: resultsOf(relays) };
    },
    async together(
      together: Together,
      call: TestCall,
      key: PeerKey | null,
      side: Promise<Side>,
    ): Promise<PairResult> {
      goTo('friend');
      const { isHidden } = findings.value;
      return pairing.begin(together, call, key, { isHidden, side }).run();
    },
    paired: ({ friend_id }: Together, result: PairResult): void =>
      found({ pair: { ...result, name: nameOf(friend_id) } }),
    /** Null with what is found instead. @throws ApiError */
    async call(together: Together | null): Promise<TestCall | null> {
      const { friend_id = null, call_id } = together ?? {};
      return openTestCall(needs, friend_id, call_id).catch((error) => {
        const isOver = friend_id !== null && isRefusal(error, 'noSuchCall');
        if (isOver) {
          const over = { state: 'left', ways: noWays(), theirs: null } as const;
          found({ pair: { ...over, name: nameOf(friend_id) } });
        } else if (isRefusal(error, 'notFriends') || isRefusal(error, 'tooManyRequests')) {
          throw error;
        } else found({ server: 'away' });
        return null;
      });
    },
  };
};

export const createDoctor = (needs: DoctorNeeds) => {
  const { callSettings, clockOff_ms, keys, pins, platform, tab } = needs;
  const notes = createNotes();
  const { begin, end, findings, found, goTo, step } = notes;
  const devices = createDeviceCheck(needs, found);
  const pairing = createPairing(needs);
  const looks = createLooks(needs, notes, pairing);

  const close = (): void => {
    end();
    devices.close();
    pairing.close();
  };
  const run = async (together: Together | null, isStill: () => boolean): Promise<void> => {
    const key = together ? await chooseKey(keys, pins, together.friend_id) : null;
    // With a microphone a browser shows its own addresses to itself, as in a call.
    await devices.look(together === null);
    // Unless another turn has opened them by now.
    if (!isStill() && step.value === 'idle') devices.close();
    if (!isStill()) return;
    goTo('server');
    const call = await looks.call(together);
    if (!isStill() || call === null) return;
    found({ server: 'answered', ...relayPlace(call.servers, tab.address().hostname) });
    const side = looks.around(call, isStill);
    const result = together && (await looks.together(together, call, key, side));
    await side;
    if (isStill() && together && result) looks.paired(together, result);
  };

  return {
    step,
    findings,
    media: devices.media,
    meter: platform.meter,
    heard: pairing.heard,
    close,
    /** Opens the microphone, alone also the camera. @throws ApiError */
    async start(together: Together | null = null): Promise<void> {
      close();
      const isStill = begin();
      const isHidden = callSettings.hidesAddress();
      found({ isSecure: tab.isSecure, isHidden, clock_off_ms: clockOff_ms() });
      goTo('devices');
      try {
        await run(together, isStill);
        if (isStill()) goTo('done');
      } catch (error) {
        if (isStill()) close();
        throw error;
      }
    },
  };
};

export type Doctor = ReturnType<typeof createDoctor>;
