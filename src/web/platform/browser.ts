// What the client stands on in a browser.
import { deleteDB } from 'idb';
import { connectEngine } from '../model/keys/engine-client';
import { transferByXhr } from '../model/net/upload';
import type {
  Channel,
  Clock,
  Machine,
  Platform,
  ServiceWorkers,
  Socket,
  SocketEvents,
  Tab,
} from '../model/platform';
import type { TextStorage } from '../model/store/local-store';
import { offlineName } from '../model/store/names';
import { createDeviceValues } from './device-values';
import { createPushPlatform } from './push';
import { askShared } from './sharing';

const clock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** What the server says to this page, in its head. */
const metaOf = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';

const isVisible = () => document.visibilityState === 'visible';

const USED_BY = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

const followUse = (): (() => number) => {
  let used_at = 0;
  const use = () => {
    used_at = Date.now();
  };
  for (const name of USED_BY) addEventListener(name, use, { passive: true, capture: true });
  return () => used_at;
};

const createTab = (): Tab => ({
  isSecure: isSecureContext,
  secureOrigin: metaOf('secure-origin'),
  serverId: metaOf('server-id'),
  address: () => location,
  wasRedirected() {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return (entry?.redirectCount ?? 0) > 0;
  },
  isVisible,
  onWake(act) {
    addEventListener('online', act);
    addEventListener('visibilitychange', () => {
      if (isVisible()) act();
    });
  },
  onVisible: (act) => addEventListener('visibilitychange', () => act(isVisible())),
  onOffline: (act) => addEventListener('offline', act),
  replace: (path) => history.replaceState(history.state, '', path),
  leave: (path) => location.assign(path),
  reload: () => location.reload(),
  onLeave: (act) => addEventListener('pagehide', act),
  onClose(isBusy) {
    addEventListener('beforeunload', (event) => {
      if (isBusy()) event.preventDefault();
    });
  },
  usedAt: followUse(),
});

const findServiceWorkers = (): ServiceWorkers | null => {
  const script = metaOf('service-worker');
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!script || container === undefined) return null;
  return {
    async register() {
      const registration = await container.register(script, { updateViaCache: 'none' });
      await registration.update();
    },
  };
};

interface Battery {
  level: number;
  charging: boolean;
}

const battery_low = 0.2;

const machine: Machine = {
  async quotaBytes() {
    return (await navigator.storage?.estimate?.())?.quota ?? 0;
  },
  async isBatteryLow() {
    // Chromium alone says it.
    const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
    const battery = await getBattery?.call(navigator).catch(() => undefined);
    return battery !== undefined && !battery.charging && battery.level < battery_low;
  },
};

/** Null if the browser lets no page keep anything: not even looking is allowed then. */
const storageOf = (find: () => Storage): TextStorage | null => {
  try {
    const storage = find();
    return {
      getItem: (name) => storage.getItem(name),
      setItem: (name, text) => storage.setItem(name, text),
      removeItem: (name) => storage.removeItem(name),
      names: () => Object.keys(storage),
    };
  } catch {
    return null;
  }
};

const openSocket = (path: string, { frame, closed }: SocketEvents): Socket => {
  const socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')));
  socket.onmessage = ({ data }) => frame(String(data));
  socket.onclose = ({ code }) => closed(code);
  return {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
  };
};

/** Null if the browser lets tabs know nothing of each other. */
const connectTabs = (name: string): BroadcastChannel | null => {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
};

const openChannel = (name: string): Channel => {
  const channel = connectTabs(name);
  return {
    post: (message) => channel?.postMessage(message),
    listen(act) {
      if (channel) channel.onmessage = ({ data }) => act(data);
    },
  };
};

export const browserPlatform = (): Platform => ({
  engine: connectEngine(() => new Worker(metaOf('worker'), { type: 'module' })),
  fetch: (path, init) => fetch(path, init),
  transfer: transferByXhr,
  openSocket,
  clock,
  tab: createTab(),
  build: metaOf('build'),
  serviceWorkers: findServiceWorkers(),
  shared: askShared(),
  push: createPushPlatform(),
  machine,
  localStore: storageOf(() => localStorage),
  tabStore: storageOf(() => sessionStorage),
  device: createDeviceValues(),
  async openPersonStore(user_id) {
    const { openPersonStore } = await import('../model/store/unsent-database');
    return openPersonStore(user_id);
  },
  // Whoever only looks at the first page keeps nothing.
  async openOfflineStore(user_id) {
    const { openOfflineStore } = await import('../model/store/offline/store');
    return openOfflineStore(offlineName(user_id));
  },
  // It is empty by then: a tab that does not let go of it holds up nobody.
  removeOfflineStore: (user_id) =>
    new Promise((resolve, reject) => {
      deleteDB(offlineName(user_id), { blocked: () => resolve() }).then(resolve, reject);
    }),
  locks: navigator.locks,
  openChannel,
  passkeys: {
    isAvailable: async () =>
      (await window.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ??
      false,
    make: async (name, salt) => (await import('./passkeys')).makePasskey(name, salt),
    ask: async (credential, salt) => (await import('./passkeys')).askPasskey(credential, salt),
  },
  async openSaving(name) {
    const { openSaving } = await import('./saving');
    return openSaving(name);
  },
  async openSound(events) {
    const { createSound } = await import('./sound');
    return createSound(events);
  },
  async loadPrepareFile() {
    const { prepareFile } = await import('../view/picture/prepare');
    return prepareFile;
  },
  async openCallPlatform() {
    const { createCallPlatform } = await import('./call-platform');
    return createCallPlatform();
  },
});
