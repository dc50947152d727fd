// What the web client stands on, as object literals: a clock that the test moves, one browser whose
// tabs share what a browser shares, and an engine that seals in the form of e2e.md without a secret.
import type { Body } from '../../src/web/crypto/body';
import { fromUtf8, utf8 } from '../../src/web/crypto/bytes';
import type { Engine } from '../../src/web/crypto/engine';
import { encodeHeader, joinEnvelope, readEnvelope } from '../../src/web/crypto/header';
import { newMid } from '../../src/web/crypto/mid';
import type { Pin } from '../../src/web/crypto/vault/content';
import type { DeviceKey } from '../../src/web/crypto/vault/device-slot';
import { changePin } from '../../src/web/crypto/vault/pin-changes';
import { EngineFault } from '../../src/web/model/keys/engine-client';
import type { Channel, Clock, Tab } from '../../src/web/model/platform';
import type { KeyValues } from '../../src/web/model/store/device';
import type { TextStorage } from '../../src/web/model/store/local-store';
import type { PersonStore } from '../../src/web/model/store/person-store';
import { createPersonMemory } from '../../src/web/model/store/unsent-memory';
import { fakeNetwork, fakePlatform } from './calls/fake-platform';
import { fakeOutlets } from './client/fake-outlets';
import { fakeSounds } from './client/fake-sound';
import { fakeLocks } from './fake-locks';
import { noStores } from './fake-store';
import { fakePush } from './push/fake-push';

/** Lets everything that can go on without the clock go on. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((next) => setImmediate(next));
};

export const fakeClock = () => {
  let now = Date.parse('2026-01-02T03:04:05.000Z');
  const timers = new Set<{ at: number; act: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    ...clock,
    async pass(ms: number): Promise<void> {
      const end = now + ms;
      const due = () => [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      for (let timer = due(); timer; timer = due()) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.act();
        await settle();
      }
      now = end;
      await settle();
    },
  };
};

export const fakeTexts = (): TextStorage => {
  const all = new Map<string, string>();
  return {
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, text) => void all.set(name, text),
    removeItem: (name) => void all.delete(name),
    names: () => [...all.keys()],
  };
};

const fakeValues = (): KeyValues => {
  const all = new Map<string, unknown>();
  return {
    get: async (name) => all.get(name),
    put: async (name, value) => void all.set(name, value),
    remove: async (name) => void all.delete(name),
  };
};

/** All that the tabs of one browser share; a new one on the same `store` is the browser restarted. */
export const fakeBrowser = (
  store: PersonStore | null = createPersonMemory(),
  stores: ReturnType<typeof noStores> = noStores(),
) => {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  const openChannel = (name: string): Channel => {
    let own: ((message: unknown) => void) | undefined;
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all);
    return {
      post(message) {
        for (const act of all) if (act !== own) act(structuredClone(message));
      },
      listen(act) {
        own = act;
        all.add(act);
      },
    };
  };
  return {
    ...stores,
    store,
    localStore: fakeTexts() as TextStorage | null,
    device: fakeValues(),
    locks: fakeLocks(),
    openChannel,
    openCallPlatform: async () => fakePlatform('somebody', fakeNetwork()).platform,
    openSound: fakeSounds().openSound,
    build: 'this build',
    serviceWorkers: null,
    shared: Promise.resolve(null),
    ...fakeOutlets(),
    push: fakePush().platform,
    async openPersonStore(): Promise<PersonStore> {
      if (store === null) throw new Error('this browser keeps nothing');
      return store;
    },
  };
};

export const fakeTab = () => {
  const tab = {
    isVisible: true,
    wasRedirected: false,
    wake: () => {},
    /** The page is closed. */
    leave: () => {},
    reloads: 0,
    /** Whether the browser asks before it closes the page. */
    asksBeforeClose: () => false,
    seen: (_: boolean) => {},
  };
  const part: Tab = {
    isSecure: true,
    secureOrigin: '',
    serverId: 'this server',
    address: () => new URL('https://chat8.example/'),
    wasRedirected: () => tab.wasRedirected,
    isVisible: () => tab.isVisible,
    onWake: (act) => {
      tab.wake = act;
    },
    onOffline: () => {},
    onVisible: (act) => {
      tab.seen = act;
    },
    replace: () => {},
    leave: () => {},
    reload: () => {
      tab.reloads += 1;
    },
    onClose(act) {
      tab.asksBeforeClose = act;
    },
    onLeave(act) {
      tab.leave = act;
    },
    usedAt: () => 0,
  };
  return Object.assign(tab, { part });
};

/** A key id of 43 letters, told apart by its first ones. */
export const keyId = (name: string): string => `${name}${'A'.repeat(43 - name.length)}`;
export const publicKey = (name: string): string => `key of ${name}`;
const idOf = (public_key: string): string => keyId(public_key.replace('key of ', ''));

const b64 = (text: string): string => Buffer.from(text).toString('base64url');

/** Seals for `own`; `opened` lists what was opened, by its text. */
export const fakeEngine = (own = 'alice') => {
  const learned = new Set<string>();
  const opened: string[] = [];
  const pins: Record<string, Pin> = {};
  const rest = { n: 1, devices: {}, slots: [], links: {}, names: {}, isUnstored: false };
  const identity = async () => ({
    public_key: publicKey(own),
    key_id: keyId(own),
    pins: { ...pins },
    ...rest,
  });
  const engine: Partial<Engine> = {
    derive: async () => 'derived',
    newKdf: async () => ({ alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: 's' }),
    newDevice: async () => ({ kid: 'device:fake' }) as DeviceKey,
    useDevice: async () => {},
    forgetSecrets: async () => {},
    hasSlot: async () => false,
    canOpen: async () => false,
    copy: async () => 'vault',
    open: identity,
    unite: async () => ({ ...(await identity()), copy: 'current' as const }),
    uniteKept: async () => ({ ...(await identity()), copy: 'current' as const }),
    write: async () => ({
      ...(await identity()),
      vault: 'vault',
      vault_key: null,
      new_vault_key: 'K'.repeat(43),
    }),
    stored: identity,
    async pin(user_id, change) {
      const next = changePin(pins[user_id], change, 1);
      if (next) pins[user_id] = next;
      return identity();
    },
    async learn(public_key) {
      learned.add(idOf(public_key));
      return idOf(public_key);
    },
    async seal({ from, to, type, mid = newMid(), edits }, body, peer) {
      const keys = { from_key: keyId(own), to_key: idOf(peer) };
      const head = encodeHeader({
        v: 1,
        mid,
        from,
        to,
        ...keys,
        type,
        ...(edits ? { edits } : {}),
      });
      return { content: joinEnvelope(head, b64(JSON.stringify(body))), mid };
    },
    async read(me, content) {
      const { header, ciphertext } = readEnvelope(content);
      const peer = header.from === me ? header.to_key : header.from_key;
      if (!learned.has(peer)) throw new EngineFault('missing_key', peer);
      const body = JSON.parse(Buffer.from(ciphertext, 'base64url').toString()) as Body;
      opened.push(body.text ?? body.file?.name ?? '');
      return body;
    },
    async sealFile(file) {
      return {
        blob: file,
        key: 'K'.repeat(43),
        digest: { size: file.size, sha256: 'S'.repeat(43) },
      };
    },
    sealOwn: async (text) => ({ x: own, iv: '', sealed: text }),
    async openOwn(value) {
      const { x, sealed } = value as { x: string; sealed: string };
      if (x !== own) throw new EngineFault('missing_key', null);
      return sealed;
    },
    openFile: async (sealed) => sealed,
    isUnlocked: async () => true,
    newStoreKey: async () => ({}) as CryptoKey,
    useStoreKey: async () => {},
    sealKept: async (texts) =>
      texts.map((text) => ({ iv: new Uint8Array(), sealed: utf8(text).buffer })),
    openKept: async (all) => all.map(({ sealed }) => fromUtf8(new Uint8Array(sealed))),
    close: async () => {},
  };
  return { engine: engine as Engine, opened, pins };
};
