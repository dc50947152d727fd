// Alice and bob, each with a browser, on a fake server of calls.
import { checkHeader, readEnvelope } from '../../../src/web/crypto/header';
import type { Pin } from '../../../src/web/crypto/vault/content';
import type { CallClient } from '../../../src/web/model/calls/call-client';
import { createCallClient } from '../../../src/web/model/calls/call-client';
import { createCallSettings } from '../../../src/web/model/calls/call-settings';
import type { Keys } from '../../../src/web/model/keys/keys';
import { createPins } from '../../../src/web/model/keys/pins';
import { createSealer } from '../../../src/web/model/keys/sealer';
import type { Api } from '../../../src/web/model/net/api';
import type { People } from '../../../src/web/model/people/people';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { createLocks } from '../../../src/web/model/store/locks';
import { fakeLocks } from '../fake-locks';
import { fakeClock, fakeEngine, fakeTexts, keyId, publicKey, settle } from '../fake-parts';
import type { FakeCallServer, Line } from './call-server';
import { fakeCallServer } from './call-server';
import type { FakeNetwork } from './fake-platform';
import { fakeNetwork, fakePlatform } from './fake-platform';

export const ALICE = 1;
export const BOB = 2;
const NAMES = ['', 'alice', 'bob', 'carol'];

const pinOf = (name: string): Pin => ({
  key_id: keyId(name),
  how: 'first',
  verified: false,
  keys: [],
  at: 1,
  name: { username: name, display_name: '' },
});

const engineOf = (name: string) => {
  const { engine } = fakeEngine(name);
  const { read } = engine;
  return {
    ...engine,
    async read(...[me, content, expected]: Parameters<typeof read>) {
      checkHeader(readEnvelope(content).header, expected);
      return read(me, content, expected);
    },
  };
};

interface World {
  server: FakeCallServer;
  network: FakeNetwork;
  clock: ReturnType<typeof fakeClock>;
}

/** One browser of a person: its tabs share what a browser shares. */
export const openCallBrowser = (user_id: number) => ({
  user_id,
  locks: fakeLocks(),
  localStore: fakeTexts(),
});

type CallBrowser = ReturnType<typeof openCallBrowser>;

let pages = 0;

/** A page of it; `tabStore` is what its tab keeps over a reload. */
export const openCallPage = (
  { server, network, clock }: World,
  { user_id, locks, localStore }: CallBrowser,
  tabStore = fakeTexts(),
) => {
  const name = NAMES[user_id] ?? '';
  const others = [1, 2, 3].filter((id) => id !== user_id);
  pages += 1;
  const page = `${name} ${pages}`;
  const engine = engineOf(name);
  const device = fakePlatform(page.replace(' ', '-'), network);
  const pins = createPins();
  pins.replace(Object.fromEntries(others.map((id) => [id, pinOf(NAMES[id] ?? '')])));
  /** The keys that the server names; null for none. */
  const named = new Map<number, string | null>(others.map((id) => [id, NAMES[id] ?? '']));
  const keys = {
    async keyToSeal(id: number) {
      const key = named.get(id);
      if (!key) return null;
      await engine.learn(publicKey(key));
      return { public_key: publicKey(key), key_id: keyId(key) };
    },
    reload: async () => {},
  } as Partial<Keys> as Keys;
  const asked: string[] = [];
  let held: Promise<void> = Promise.resolve();
  const iceServers = { ice_servers: [{ urls: ['stun:chat8.example:3478'] }], expires_in: 60 };
  const api = {
    async get(path: string) {
      asked.push(path);
      await held;
      return iceServers;
    },
  } as Partial<Api> as Api;
  const people: Pick<People, 'friendOf' | 'load'> = {
    friendOf: (id) =>
      others.includes(id)
        ? {
            id,
            username: NAMES[id] ?? '',
            display_name: '',
            avatar: '',
            status: 'online',
            last_seen: '',
          }
        : undefined,
    load: async () => {},
  };
  let isQuiet = false;
  let network_changed = () => {};
  let page_count = 0;
  const kept = createLocalStore(localStore);
  const settings = createCallSettings({ localStore: kept, userId: () => user_id });
  const calls: CallClient = createCallClient({
    api,
    clock,
    engine,
    keys,
    people,
    pins,
    settings,
    locks: createLocks(locks),
    localStore: kept,
    tabStore: createLocalStore(tabStore),
    platform: device.platform,
    sealer: createSealer(engine, keys, () => user_id),
    userId: () => user_id,
    isQuiet: () => isQuiet,
    onNetwork: (act) => {
      network_changed = act;
    },
    newPage() {
      page_count += 1;
      return `${page} ${page_count}`;
    },
    send: (type, data, id) => server.send(line, type, data, id),
  });
  const line: Line = { user_id, name: page, hear: (frame) => calls.heard(frame) };
  const connect = async (): Promise<void> => {
    server.open(line);
    calls.ready();
    await settle();
  };
  return {
    calls,
    settings,
    device,
    engine,
    named,
    pins,
    asked,
    tabStore,
    line,
    iceServers,
    /** The server does not answer until what this gives is called. */
    holdIceServers(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    phase: () => calls.call.value?.phase ?? null,
    end: () => calls.call.value?.end ?? null,
    connect,
    disconnect(): void {
      server.close(line);
      calls.lost();
    },
    networkChanged: () => network_changed(),
    beQuiet(): void {
      isQuiet = true;
    },
  };
};

export type CallPage = ReturnType<typeof openCallPage>;

export const openCallScene = async () => {
  const world = { server: fakeCallServer(), network: fakeNetwork(), clock: fakeClock() };
  const browsers = { alice: openCallBrowser(ALICE), bob: openCallBrowser(BOB) };
  const alice = openCallPage(world, browsers.alice);
  const bob = openCallPage(world, browsers.bob);
  await alice.connect();
  await bob.connect();
  return { ...world, world, browsers, alice, bob };
};

export type CallScene = Awaited<ReturnType<typeof openCallScene>>;

/** Alice calls bob, who accepts. */
export const talk = async (
  { alice, bob }: Pick<CallScene, 'alice' | 'bob'>,
  kind: 'voice' | 'video' = 'voice',
) => {
  await alice.calls.invite(BOB, kind);
  await settle();
  await bob.calls.accept(false);
  await settle();
};
