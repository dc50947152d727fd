// A browser without a screen: the real client with its real engine, on the network, with what a
// browser keeps. It can be closed and opened again, and copied as it is.

import { createECDH, randomBytes } from 'node:crypto';
import { CryptoFault } from '../../../src/web/crypto/fault';
import { connectEngine } from '../../../src/web/model/keys/engine-client';
import { ApiError, NETWORK } from '../../../src/web/model/net/api-error';
import type { Platform, Transfer } from '../../../src/web/model/platform';
import { fakeNetwork, fakePlatform } from '../calls/fake-platform';
import { fakeSounds } from '../client/fake-sound';
import { createQuickEngine } from '../client/quick-argon2';
import { createSockets } from '../client/sockets';
import type { App } from '../client/whole-client';
import { createApp } from '../client/whole-client';
import { fakeBrowser, fakeTab, fakeTexts } from '../fake-parts';
import { fakePush } from '../push/fake-push';
import { tlsOf } from '../tls';
import { createBusy } from './busy';
import type { Kept } from './kept';
import { newKept, storesOf, textsIn } from './kept';

/** What a device takes for the time, and what its server does (ms since 1970). */
export interface DeviceTime {
  now(): number;
  /** What the server says of its answers; as it is said if this is not here. */
  atServer?(): number;
  /** So much of it goes by at once. */
  move(ms: number): void;
}

const ownTime = (): DeviceTime => {
  let passed = 0;
  return {
    now: () => Date.now() + passed,
    move(ms) {
      passed += ms;
    },
  };
};

/** Timers that run when the test says so, and not before. */
const createTimers = (idle: () => Promise<void>, { now, move }: DeviceTime) => {
  const timers = new Set<{ at: number; act: () => void }>();
  return {
    clock: {
      now,
      after(ms: number, act: () => void) {
        const timer = { at: now() + ms, act };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    /** So much time goes by at once; what is due by then is done. */
    async pass(ms: number): Promise<void> {
      move(ms);
      const due = [...timers].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at);
      for (const timer of due) if (timers.delete(timer)) timer.act();
      await idle();
    },
  };
};

/** The engine as the page has it, without the worker between. */
const engineHere = (hold: <Value>(act: Promise<Value>) => Promise<Value>) => {
  const engine = createQuickEngine() as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return connectEngine(() => {
    const port = {
      onmessage: null as ((event: MessageEvent) => void) | null,
      onerror: null,
      postMessage(message: unknown) {
        const { id, method, args } = message as { id: number; method: string; args: unknown[] };
        const tell = (data: object) => port.onmessage?.({ data: { id, ...data } } as MessageEvent);
        const run = async () => engine[method]?.(...args);
        void hold(
          run().then(
            (value) => tell({ value }),
            (error) => {
              const isFault = error instanceof CryptoFault;
              if (!isFault) console.error(method, error);
              const { reason, key_id } = isFault ? error : { reason: 'failed', key_id: null };
              tell({ fault: { reason, key_id } });
            },
          ),
        );
      },
    };
    return port;
  });
};

const setCookies = (jar: Map<string, string>, { headers }: Response): void => {
  for (const line of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
};

/** Requests with the cookies of this browser; none after it was closed. */
const createNetwork = (
  url: () => string,
  { cookies }: Kept,
  { atServer }: DeviceTime,
  isClosed: () => boolean,
) => {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    if (isClosed()) throw new TypeError('closed');
    const headers = new Headers(init.headers);
    if (cookies.size > 0) {
      headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    }
    // Bun's own: what a lying server says is not held to what an honest one promises.
    const answer = await Bun.fetch(`${url()}${path}`, { ...tlsOf(url()), ...init, headers });
    setCookies(cookies, answer);
    if (atServer) answer.headers.set('date', new Date(atServer()).toUTCString());
    return answer;
  };
  const transfer: Transfer = async ({ method, path, token, body, progress, signal }) => {
    progress(0.5);
    const headers = { authorization: `Bearer ${token}` };
    return ask(path, { method, headers, body, signal }).catch(() => {
      throw new ApiError(0, NETWORK);
    });
  };
  return { ask, transfer };
};

/** A subscription that a server takes: its keys are some (RFC 8291, 3.1). */
const pushHere = (): Platform['push'] => {
  const { platform } = fakePush();
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  const subscribe: Platform['push']['subscribe'] = async (public_key) => ({
    ...(await platform.subscribe(public_key)),
    ...{ p256dh, auth },
  });
  return { ...platform, subscribe };
};

const reached_within_ms = 20_000;

interface Opened {
  /** The address in the browser, with a fragment perhaps. */
  path?: string;
  /** How many answers a server keeps to itself at the moment. */
  held?: () => number;
  time?: DeviceTime;
}

export const openDevice = (
  url: () => string,
  kept: Kept = newKept(),
  { path = '/', held = () => 0, time = ownTime() }: Opened = {},
) => {
  const busy = createBusy(held);
  const timers = createTimers(busy.idle, time);
  const sockets = createSockets(url);
  const left: string[] = [];
  let isClosed = false;
  let address = new URL(path, url());
  const { ask, transfer } = createNetwork(url, kept, time, () => isClosed);

  const network = fakeNetwork();
  const browser = fakeBrowser(kept.store);
  const parts: Platform = {
    ...storesOf(kept, busy.hold),
    engine: engineHere(busy.hold),
    fetch: (at, init) => busy.hold(ask(at, init)),
    transfer: (request) => busy.hold(transfer(request)),
    openSocket: sockets.openSocket,
    clock: timers.clock,
    tab: {
      ...fakeTab().part,
      address: () => address,
      replace: (to) => {
        address = new URL(to, url());
      },
      leave: (to) => void left.push(to),
    },
    localStore: textsIn(kept.texts),
    tabStore: fakeTexts(),
    build: '',
    serviceWorkers: null,
    push: pushHere(),
    device: {
      get: async (name) => kept.values.get(name),
      put: async (name, value) => void kept.values.set(name, value),
      remove: async (name) => void kept.values.delete(name),
    },
    openPersonStore: async () => kept.store,
    locks: browser.locks,
    openChannel: browser.openChannel,
    loadPrepareFile: browser.loadPrepareFile,
    openSaving: browser.openSaving,
    openSound: fakeSounds().openSound,
    shared: Promise.resolve(null),
    passkeys: browser.passkeys,
    openCallPlatform: () => busy.hold(Promise.resolve(fakePlatform('alice', network).platform)),
  };
  const app: App = createApp(parts, () => 'en');
  return {
    app,
    kept,
    /** Of her calls. */
    network,
    /** Where the page went by itself: the session is over here. */
    left,
    idle: busy.idle,
    pass: timers.pass,
    /** What an honest server told before is heard: it answers in order. */
    async settled(): Promise<void> {
      await sockets.answered();
      await busy.idle();
    },
    /** The server greeted this page, and what it said then is heard: a busy machine takes its time. */
    async reached(): Promise<void> {
      const end = performance.now() + reached_within_ms;
      while (!sockets.isConnected() && performance.now() < end) {
        await Bun.sleep(5);
        await timers.pass(1_000);
      }
      await this.settled();
    },
    /** Until it connects again. */
    async loseLine(): Promise<void> {
      await sockets.lose();
      await busy.idle();
    },
    close(): void {
      isClosed = true;
      sockets.close();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
};

export type Device = ReturnType<typeof openDevice>;
