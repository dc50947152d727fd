// What the service worker uses of its global scope: the types of the web page have none of it.
import type { Release } from '../../protocol/release';

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends LastingEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface PageEvent extends LastingEvent {
  data: unknown;
  ports: readonly MessagePort[];
}

interface PushEvent extends LastingEvent {
  data: { text(): string } | null;
}

export interface NotificationAction {
  action: string;
  title: string;
}

/** Members that the types of pages lack (Notifications API). */
export interface NotificationShown extends NotificationOptions {
  actions?: NotificationAction[];
  renotify?: boolean;
}

interface PressEvent extends LastingEvent {
  action: string;
  notification: Notification;
}

export interface PushSubscriptionChange {
  oldSubscription: PushSubscription | null;
  newSubscription: PushSubscription | null;
}

export interface PushRegistration {
  pushManager: Pick<PushManager, 'subscribe'>;
  showNotification(title: string, options: NotificationShown): Promise<void>;
  getNotifications(): Promise<Notification[]>;
}

/** A page of this client. */
interface WindowClient {
  url: string;
  focus(): Promise<WindowClient>;
  postMessage(message: object): void;
}

interface Events {
  install: LastingEvent;
  activate: LastingEvent;
  fetch: RequestEvent;
  message: PageEvent;
  push: PushEvent;
  notificationclick: PressEvent;
  pushsubscriptionchange: LastingEvent & PushSubscriptionChange;
}

export interface Scope {
  release: Release;
  location: Location;
  navigator: {
    onLine: boolean;
    language: string;
    locks?: LockManager;
    setAppBadge?(count: number): Promise<void>;
  };
  caches: CacheStorage;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<WindowClient[]>;
    openWindow(path: string): Promise<WindowClient | null>;
  };
  registration: PushRegistration & { unregister(): Promise<boolean> };
  skipWaiting(): Promise<void>;
  addEventListener<Type extends keyof Events>(
    type: Type,
    listener: (event: Events[Type]) => void,
  ): void;
}
