// The script of `/reset`: removes the service worker and the files that it keeps. What people wrote
// lies in IndexedDB, and stays.
const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
await Promise.all(workers.map((worker) => worker.unregister()));
const names = 'caches' in self ? await caches.keys() : [];
await Promise.all(names.map((name) => caches.delete(name)));
for (const done of document.querySelectorAll<HTMLElement>('p[hidden]')) done.hidden = false;

export {};
