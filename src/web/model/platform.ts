// The platform that the client runs on. main.tsx passes the browser's; tests pass object literals, so
// that every model runs without a browser.
import { day_ms } from '../../protocol/limits';
import type { Bytes } from '../crypto/bytes';
import type { Engine } from '../crypto/engine';
import type { CallPlatform } from './calls/platform';
import type { ProbePlatform } from './doctor/platform';
import type { OpenSaving } from './exports/saving';
import type { PrepareFile } from './messages/media/prepared-files';
import type { KeyValues } from './store/device';
import type { TextStorage } from './store/local-store';
import type { LockManager } from './store/locks';
import type { OfflineStore } from './store/offline/store';
import type { PersonStore } from './store/person-store';
import type { PushMemory } from './store/push-memory';

/** Milliseconds since 1970, and timers; `after` gives what cancels it. */
export interface Clock {
  now(): number;
  after(ms: number, act: () => void): () => void;
}

/** For `after`: whoever waits for longer looks again by then. A browser's timer holds 24 days. */
export const timer_ms_max = day_ms;

export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  readonly isOpen: boolean;
}

export interface SocketEvents {
  frame(text: string): void;
  closed(code: number): void;
}

/** Uploads a file, with progress from 0 to 1. @throws ApiError, AbortError */
export type Transfer = (request: {
  method: 'POST' | 'PUT';
  path: string;
  token: string;
  body: FormData | Blob;
  progress: (part: number) => void;
  signal: AbortSignal;
}) => Promise<Response>;

/** What a sound tells while it plays. */
export interface SoundEvents {
  at(at_s: number): void;
  playing(isPlaying: boolean): void;
  /** It turns out longer than it seemed. */
  length(length_s: number): void;
  ended(): void;
  /** This browser can't play it. */
  failed(): void;
}

/** One sound at a time. */
export interface Sound {
  /** Gives its length in seconds, 0 if it can't be played. */
  load(url: string): Promise<number>;
  /** @throws DOMException if the browser refuses */
  play(): Promise<void>;
  pause(): void;
  seek(to_s: number): void;
  setRate(rate: number): void;
}

/** Between the tabs of this browser. */
export interface Channel {
  post(message: object): void;
  listen(act: (message: unknown) => void): void;
}

/** What another program of this device shared into the client. */
export interface Shared {
  text: string;
  files: File[];
}

/** The page in its tab of the browser: its address, its visibility, its navigation. */
export interface Tab {
  isSecure: boolean;
  /** The secure address that the operator configured; '' if there is none. */
  secureOrigin: string;
  /** Which server this page came from. */
  serverId: string;
  address(): Pick<Location, 'origin' | 'hostname' | 'port' | 'pathname' | 'hash'>;
  /** The address changed within the page. */
  wasRedirected(): boolean;
  isVisible(): boolean;
  /** The page is visible again, or the browser reports a network. */
  onWake(act: () => void): void;
  onOffline(act: () => void): void;
  /** It can be seen from now on, or not any more. */
  onVisible(act: (isVisible: boolean) => void): void;
  /** Changes the address without loading. */
  replace(path: string): void;
  /** Loads another address: nothing of this page stays in memory. */
  leave(path: string): void;
  /** Loads the same address again. */
  reload(): void;
  /** Asks before the page closes while `isBusy`. */
  onClose(isBusy: () => boolean): void;
  /** The page goes: what is asked of the server now may outlive it (Fetch, `keepalive`). */
  onLeave(act: () => void): void;
  /** When somebody last pressed or typed anything here (ms since 1970). */
  usedAt(): number;
}

/** The device under the browser. */
export interface Machine {
  /** What the browser gives this origin, in bytes; 0 if it does not say. */
  quotaBytes(): Promise<number>;
  /** It runs low and is not being charged. */
  isBatteryLow(): Promise<boolean>;
}

/** The browser's service worker for this client (Service Workers, W3C). */
export interface ServiceWorkers {
  /** Also looks for a newer one. @throws if the browser refuses, as in some private windows */
  register(): Promise<void>;
}

/** As the browser gave it (Push API). */
export interface DeviceSubscription {
  endpoint: string;
  p256dh: string;
  auth: string;
  /** The server's key that it was made for, b64. */
  public_key: string;
}

/** Why notifications can't come to this browser as it is. */
export type PushObstacle = 'insecure' | 'unsupported' | 'iosTab';

/** Notifications of the system, and the subscription that brings them. */
export interface PushPlatform {
  /** Null if nothing stands in the way. */
  obstacle: PushObstacle | null;
  permission(): NotificationPermission;
  /** Only after a press of the person. */
  ask(): Promise<NotificationPermission>;
  current(): Promise<DeviceSubscription | null>;
  /** May never answer: some browsers have no push service. @throws if the browser refuses */
  subscribe(public_key: string): Promise<DeviceSubscription>;
  unsubscribe(): Promise<void>;
  /** Closes the notifications that are meant, by their tag and when they were shown (ms). */
  close(isMeant: (tag: string, shown_ms: number) => boolean): Promise<void>;
  setBadge(count: number): void;
  /** A soft one; nothing if the browser lets no page sound before it was pressed. */
  tone(): void;
  /** Somebody pressed a notification: the address that it leads to. */
  onOpen(act: (path: string) => void): void;
  /** Where a notification leads that was pressed while no page was open, if the press was lost. */
  startsAt(): Promise<string | null>;
  memory: PushMemory;
}

/** Passkeys whose secret opens something here (WebAuthn, PRF extension). */
interface Passkeys {
  /** This device can check who is in front of it. */
  isAvailable(): Promise<boolean>;
  /** Null if it gives no secret. @throws NotAllowedError if the person says no */
  make(name: string, salt: Bytes): Promise<{ credential: string; prf: Bytes } | null>;
  /** @throws NotAllowedError if the person says no, or nothing came */
  ask(credential: string, salt: Bytes): Promise<Bytes>;
}

export interface Platform {
  engine: Engine;
  fetch(path: string, init: RequestInit): Promise<Response>;
  transfer: Transfer;
  openSocket(path: string, events: SocketEvents): Socket;
  clock: Clock;
  tab: Tab;
  /** The build of this page, as its server named it. */
  build: string;
  /** Null if the browser or the server has none. */
  serviceWorkers: ServiceWorkers | null;
  /** What this page was opened for, if it was for that. */
  shared: Promise<Shared | null>;
  push: PushPlatform;
  machine: Machine;
  /** Null if the browser blocks storage. */
  localStore: TextStorage | null;
  /** The same, only for this tab. */
  tabStore: TextStorage | null;
  device: KeyValues;
  openPersonStore(user_id: number): Promise<PersonStore>;
  /** @throws StoreFault */
  openOfflineStore(user_id: number): Promise<OfflineStore>;
  removeOfflineStore(user_id: number): Promise<void>;
  locks: LockManager | undefined;
  openChannel(name: string): Channel;
  passkeys: Passkeys;
  /** To a file, or as downloads. */
  openSaving: OpenSaving;
  /** Loaded with the first conversation. */
  loadPrepareFile(): Promise<PrepareFile>;
  /** Loaded with the first sound. */
  openSound(events: SoundEvents): Promise<Sound>;
  /** Loaded with the first call. */
  openCallPlatform(): Promise<CallPlatform & ProbePlatform>;
}
