// People as they are after their first minutes, on a page that needed none of its forms: most scenes
// begin there, and each form, judged password and derived key would take a second of the processor.
import type { Page } from 'playwright-core';
import { loadAddon } from '../../../src/values/password';
import { createEngine } from '../../../src/web/crypto/engine';
import type { DeriveMaster } from '../../../src/web/crypto/kdf';
import { newKdf, unlock } from '../../../src/web/crypto/kdf';
import { DEVICE_DATABASE, DEVICE_STORE } from '../../../src/web/model/store/names';
import { createBrowser } from '../client/real-client';
import { login, type Person } from '../person';

/** Argon2id as users have it, once in a process for each password. */
const masters = new Map<string, ReturnType<DeriveMaster>>();
const deriveOnce: DeriveMaster = (password, { salt }) => {
  const derive = async () => {
    const argon2 = await loadAddon();
    const given = Buffer.from(password.normalize('NFKC'));
    return new Uint8Array(await argon2(given, Buffer.from(salt, 'base64url')));
  };
  const known = masters.get(password + salt) ?? derive();
  masters.set(password + salt, known);
  return known;
};

/** The salt of all of them: it only has to be another one in another process. */
const kdf = newKdf();

/** This device is a browser's, which makes its key by itself. */
const noDevice = () => Promise.reject(new Error('the page makes it'));

const createArrivingEngine = () => ({
  ...createEngine(undefined, deriveOnce),
  newKdf: async () => kdf,
  newDevice: noDevice,
});

/** What opens the vault, as earlier builds kept it: the page takes it over by a key of its own. */
const keepSecret = (page: Page, user_id: number, secret: string) =>
  page.evaluate(
    async ([database, store, name, text]) => {
      const aes = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)) };
      const uses: KeyUsage[] = ['encrypt', 'decrypt'];
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, uses);
      const sealed = await crypto.subtle.encrypt(aes, key, new TextEncoder().encode(text));
      const opening = indexedDB.open(database, 1);
      opening.onupgradeneeded = () => void opening.result.createObjectStore(store);
      await new Promise((go) => opening.addEventListener('success', go));
      const change = opening.result.transaction(store, 'readwrite');
      const kept = { 'was here': true, key, [name]: { iv: aes.iv, sealed } };
      for (const [each, value] of Object.entries(kept)) change.objectStore(store).put(value, each);
      await new Promise((go) => change.addEventListener('complete', go));
      opening.result.close();
    },
    [DEVICE_DATABASE, DEVICE_STORE, `secret ${user_id}`, secret] as const,
  );

const takeCookie = async (page: Page, url: string, cookie: string) => {
  const [name = '', value = ''] = cookie.split('=');
  const where = { domain: new URL(url).hostname, path: '/api/v1/auth', httpOnly: true };
  const how = { secure: url.startsWith('https:'), sameSite: 'Strict' } as const;
  await page.context().addCookies([{ name, value, ...where, ...how }]);
};

/** Registers with a vault, signs this page in, and gives the same person in another session. */
export const arrive = async (page: Page, url: string, username: string): Promise<Person> => {
  const password = `${username} likes tea`;
  const headers = { 'user-agent': await page.evaluate(() => navigator.userAgent) };
  const beside = createBrowser(url, { createEngine: createArrivingEngine, headers });
  const { app } = beside.openPage();
  await app.session.register({ username, email: `${username}@example.org`, password });
  const { auth, wrap } = await unlock(password, kdf, deriveOnce);
  // Something of the same origin, which does nothing by itself, and is not gone back to.
  await page.goto(`${url}/healthz`);
  await keepSecret(page, app.account.userId(), Buffer.from(wrap).toString('base64url'));
  await takeCookie(page, url, beside.cookie());
  // It may be gone before it has answered.
  await page.evaluate((to) => location.replace(to), url).catch(() => {});
  await page.locator('.sidebar').waitFor();
  return login(url, username, auth, { derived: true });
};
