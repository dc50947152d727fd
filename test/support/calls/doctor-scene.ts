// Alice and bob, each with the call doctor on a page, and a server of test calls between them.
import { createCallSettings } from '../../../src/web/model/calls/call-settings';
import { createDoctor } from '../../../src/web/model/doctor/doctor';
import { judge } from '../../../src/web/model/doctor/judgement';
import type { LazyDoctor } from '../../../src/web/model/doctor/lazy-doctor';
import { createLazyDoctor } from '../../../src/web/model/doctor/lazy-doctor';
import type { Keys } from '../../../src/web/model/keys/keys';
import { createPins } from '../../../src/web/model/keys/pins';
import { createSealer } from '../../../src/web/model/keys/sealer';
import type { Api } from '../../../src/web/model/net/api';
import { ApiError } from '../../../src/web/model/net/api-error';
import type { Frame } from '../../../src/web/model/net/frames';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { fakeClock, fakeEngine, fakeTexts, keyId, publicKey, settle } from '../fake-parts';
import { fakeNetwork, fakePlatform } from './fake-platform';
import type { FakeInternet, Place } from './fake-probes';
import { AT_HOME, fakeInternet } from './fake-probes';

export const ALICE = 1;
export const BOB = 2;
const NAMES = ['', 'alice', 'bob'];

const RELAY = {
  urls: [
    'turn:chat8.example:3478?transport=udp',
    'turn:chat8.example:3478?transport=tcp',
    'turns:chat8.example:443?transport=tcp',
  ],
  username: 'u',
  credential: 'c',
};

/** Test calls and their signals; `signals` is all that went through. */
const fakeTestServer = () => {
  const pages = new Map<number, { doctor: Pick<LazyDoctor, 'heard'> }>();
  const calls = new Map<string, number[]>();
  const signals: { from: number; payload: unknown }[] = [];
  const tell = (to: number, type: string, data: object): void => {
    const frame = { type, data: data as Frame['data'], timestamp: '2026-01-02T00:00:00.000Z' };
    setImmediate(() => pages.get(to)?.doctor.heard(frame));
  };
  return {
    pages,
    calls,
    signals,
    tell,
    ice_servers: [{ urls: ['stun:chat8.example:3478'] }, RELAY] as object[],
    /** What making a test call is refused with, once. */
    refusals: [] as ApiError[],
    make(me: number, friend_id?: number): { call_id: string } {
      const call_id = `test-${calls.size + 1}`;
      calls.set(call_id, friend_id === undefined ? [me] : [me, friend_id]);
      if (friend_id !== undefined) tell(friend_id, 'call_test', { call_id, user_id: me });
      return { call_id };
    },
    signal(from: number, data: { call_id: string; payload: unknown }): void {
      signals.push({ from, payload: data.payload });
      const others = calls.get(data.call_id)?.filter((id) => id !== from) ?? [];
      for (const to of others) tell(to, 'call_signal', data);
    },
  };
};

type Server = ReturnType<typeof fakeTestServer>;

interface World {
  server: Server;
  internet: FakeInternet;
  clock: ReturnType<typeof fakeClock>;
}

const openDoctorPage = ({ server, internet, clock }: World, me: number, place: Place) => {
  const name = NAMES[me] ?? '';
  const other = 3 - me;
  const { engine } = fakeEngine(name);
  const device = fakePlatform(name, fakeNetwork(), internet, place);
  const pins = createPins();
  const peer = { key_id: keyId(NAMES[other] ?? ''), public_key: publicKey(NAMES[other] ?? '') };
  const keys = {
    async keyToSeal() {
      await engine.learn(peer.public_key);
      return peer;
    },
    reload: async () => {},
  } as Partial<Keys> as Keys;
  const api = {
    async post(_: string, body: { user_id?: number }) {
      const refusal = server.refusals.shift();
      if (refusal) throw refusal;
      return server.make(me, body.user_id);
    },
    async get(path: string) {
      const call_id = path.split('=')[1] ?? '';
      if (!server.calls.get(call_id)?.includes(me)) throw new ApiError(404, 'CALL_001');
      return { ice_servers: server.ice_servers, expires_in: 60 };
    },
  } as Partial<Api> as Api;
  const localStore = createLocalStore(fakeTexts());
  const userId = () => me;
  const username = NAMES[other] ?? '';
  const friend = { id: other, username, display_name: '', avatar: '', last_seen: '' };
  const people = {
    friendOf: (id: number) => (id === other ? { ...friend, status: 'online' as const } : undefined),
  };
  const naming = { calledById: (id: number) => (id === other ? friend.username : '') };
  const callSettings = createCallSettings({ localStore, userId });
  let isInCall = false;
  let loads = 0;
  const doctor = createLazyDoctor({
    clock,
    people,
    userId,
    isInCall: () => isInCall,
    async load() {
      loads += 1;
      return () =>
        createDoctor({
          api,
          callSettings,
          clock,
          engine,
          keys,
          localStore,
          naming,
          pins,
          userId,
          clockOff_ms: () => 0,
          newPage: () => `${name} page`,
          platform: device.platform,
          sealer: createSealer(engine, keys, userId),
          send: (_, data) => server.signal(me, data as { call_id: string; payload: unknown }),
          tab: {
            isSecure: true,
            address: () => ({ hostname: 'chat8.example' }) as Location,
          },
        });
    },
  });
  const page = {
    doctor,
    device,
    callSettings,
    loads: () => loads,
    findings: () => doctor.doctor.value?.findings.value,
    step: () => doctor.doctor.value?.step.value ?? null,
    beInCall(): void {
      isInCall = true;
    },
  };
  server.pages.set(me, page);
  return page;
};

export const openDoctorScene = (
  places: { alice?: Partial<Place>; bob?: Partial<Place> } = {},
  clock = fakeClock(),
) => {
  const world = { server: fakeTestServer(), internet: fakeInternet(), clock };
  return {
    ...world,
    alice: openDoctorPage(world, ALICE, { ...AT_HOME, ...places.alice }),
    bob: openDoctorPage(world, BOB, { ...AT_HOME, ...places.bob }),
  };
};

export type DoctorScene = ReturnType<typeof openDoctorScene>;
type DoctorPage = DoctorScene['alice'];

export const meaningsOf = (page: DoctorPage) => {
  const findings = page.findings();
  return findings ? judge(findings).map(({ meaning }) => meaning) : [];
};

/** Everything that waits for time has had it. */
export const passes = async ({ clock }: DoctorScene, ms = 30_000): Promise<void> => {
  await settle();
  for (let passed = 0; passed < ms; passed += 1_000) await clock.pass(1_000);
  await settle();
};
