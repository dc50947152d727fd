// What the client stands on. main.tsx hands in the browser's own; tests hand in object literals, so
// that every model runs without a browser.
import type { Engine } from '../crypto/engine';
import type { KeyValues } from './store/device';
import type { TextStorage } from './store/local-store';
import type { LockManager } from './store/locks';
import type { PersonStore } from './store/person';

/** Milliseconds since 1970, and timers; `after` gives what cancels it. */
export interface Clock {
  now(): number;
  after(ms: number, act: () => void): () => void;
}

export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  readonly isOpen: boolean;
}

export interface SocketEvents {
  frame(text: string): void;
  closed(code: number): void;
}

/** A file on its way up, with progress from 0 to 1. @throws ApiError, AbortError */
export type Transfer = (request: {
  path: string;
  token: string;
  form: FormData;
  progress: (part: number) => void;
  signal: AbortSignal;
}) => Promise<Response>;

/** Between the tabs of this browser. */
export interface Channel {
  post(message: object): void;
  listen(act: (message: unknown) => void): void;
}

/** The page in its browser: its address, whether it is seen, where it goes. */
export interface Page {
  isSecure: boolean;
  /** Where the operator says that this page is encrypted; '' if nowhere. */
  secureOrigin: string;
  address(): Pick<Location, 'origin' | 'hostname' | 'port' | 'pathname' | 'hash'>;
  /** Another address than the one that was followed. */
  wasRedirected(): boolean;
  isVisible(): boolean;
  /** Someone looks at it again, or the browser tells of a network. */
  onWake(act: () => void): void;
  onOffline(act: () => void): void;
  /** Another address without a load. */
  replace(path: string): void;
  /** Another address, loaded: nothing of this page stays in memory. */
  leave(path: string): void;
  /** Asks before the page closes while `isBusy`. */
  onClose(isBusy: () => boolean): void;
}

export interface Parts {
  engine: Engine;
  fetch(path: string, init: RequestInit): Promise<Response>;
  transfer: Transfer;
  openSocket(path: string, events: SocketEvents): Socket;
  clock: Clock;
  page: Page;
  /** Null where the browser lets no page keep anything. */
  localStore: TextStorage | null;
  /** The same for one tab alone. */
  tabStore: TextStorage | null;
  device: KeyValues;
  openPersonStore(user_id: number): Promise<PersonStore>;
  locks: LockManager | undefined;
  openChannel(name: string): Channel;
}
