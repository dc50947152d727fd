// The service worker: opens the client without a network. The server writes `release` before this
// script. It shows what push services deliver, and hands large files of the page to the browser. A new
// build replaces the one before at once, for all files have names of their own.
import { isObject } from '../crypto/bytes';
import { createNativeCurve } from '../crypto/x25519';
import { createPushMemory } from '../model/store/push-memory';
import { createAnswers } from './answers';
import { createDownloads } from './downloads';
import { createKept } from './kept';
import { createKeptBuild } from './kept-build';
import { createNotificationLock } from './notification-lock';
import { createReading } from './reading';
import { renew } from './renewal';
import type { Scope } from './scope';
import { createSharing } from './sharing';
import { createShowPush } from './show-push';

const scope = self as unknown as Scope;
const { release, caches, navigator } = scope;
const ask = (path: string, init?: RequestInit) => fetch(path, init);
const kept = createKeptBuild({ caches, fetch: ask }, release);
const after = (ms: number, act: () => void) => void setTimeout(act, ms);
const answers = createAnswers({
  kept,
  fetch: ask,
  after,
  isOnline: () => navigator.onLine,
});

const downloads = createDownloads();
const sharing = createSharing();
const memory = createPushMemory();
const notifications = createShowPush({
  registration: scope.registration,
  memory,
  fetch: ask,
  setBadge: async (count) => navigator.setAppBadge?.(count),
  now: () => Date.now(),
  after,
  alone: createNotificationLock({ locks: navigator.locks, after }),
  lang: navigator.language.startsWith('zh') ? 'zh' : 'en',
  read: createReading({ kept: createKept(), curve: createNativeCurve(), now: () => Date.now() }),
});

/** In a page that is open, else in a new one. */
const goTo = async (path: string) => {
  const [page] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) return scope.clients.openWindow(path);
  page.postMessage({ type: 'open', path });
  return page.focus();
};

const activate = async () => {
  if (release.isOffline) {
    await kept.tidy();
    return scope.clients.claim();
  }
  await kept.drop();
  if (!release.isPush) await scope.registration.unregister();
  return undefined;
};

scope.addEventListener('install', (event) => {
  event.waitUntil((release.isOffline ? kept.keep() : kept.drop()).then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
// What a page says keeps the worker running, too, while a download takes long.
scope.addEventListener('message', ({ data, ports: [port] }) => downloads.offer(data, port));
scope.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const download = downloads.to(method, new URL(url).pathname);
  if (download !== undefined) return event.respondWith(Promise.resolve(download));
  if (!release.isOffline) return undefined;
  const { origin } = scope.location;
  const answer = sharing.receive(event.request, origin) ?? answers.to(event.request, origin);
  if (answer !== undefined) event.respondWith(answer);
  return undefined;
});
scope.addEventListener('message', ({ data, ports: [back] }) => {
  if (isObject(data) && data.type === 'shared') back?.postMessage(sharing.take());
});
scope.addEventListener('push', (event) =>
  event.waitUntil(notifications.pushed(event.data?.text())),
);
scope.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  const { path, confirmed } = notifications.pressed(notification.data, action);
  event.waitUntil(Promise.all([path === null ? undefined : goTo(path), confirmed]));
});
scope.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew({ registration: scope.registration, memory, fetch: ask }, event));
});
