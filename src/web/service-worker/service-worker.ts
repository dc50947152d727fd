// The service worker: opens the client without a network. The server writes `release` before this
// script. A new build replaces the one before at once, for all files have names of their own.
import { createAnswers } from './answers';
import { createKeptBuild } from './kept-build';
import type { Scope } from './scope';

const scope = self as unknown as Scope;
const { release, caches, navigator } = scope;
const ask = (path: string, init?: RequestInit) => fetch(path, init);
const kept = createKeptBuild({ caches, fetch: ask }, release);
const answers = createAnswers({
  kept,
  fetch: ask,
  after: (ms, act) => void setTimeout(act, ms),
  isOnline: () => navigator.onLine,
});

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
scope.addEventListener('fetch', (event) => {
  if (!release.isOffline) return;
  const answer = answers.to(event.request, scope.location.origin);
  if (answer !== undefined) event.respondWith(answer);
});
