// Headless Chromium that reaches 127.0.0.1 and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { chromium } from 'playwright-core';
import { frontArgs } from './network/behind-front';
import { hearAnswer, hearFrame } from './watch/hearing';

/** Only the last `--disable-features` counts: what Playwright switches off stands here again. */
const UNUSED = [
  // Two pages for the address bar, loaded with each context, cost more than the page under test.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${UNUSED.join()}`,
  // A microphone that beeps, and a camera.
  '--use-fake-device-for-media-stream',
];

/** This machine by a name that is not localhost, as others in a network would see it. */
export const PLAIN_HOST = 'chat8.example';

/** Cookies and site data blocked, as some people have it. */
export const FORGETFUL = { profile: { default_content_setting_values: { cookies: 2 } } };

/** No name leads anywhere else; a peer of a call may be named by mDNS. */
const RESOLVING = `--host-resolver-rules=${[
  `MAP ${PLAIN_HOST} 127.0.0.1`,
  'MAP * ~NOTFOUND',
  ...['127.0.0.1', 'localhost', '*.local'].map((host) => `EXCLUDE ${host}`),
].join(', ')}`;

/** All of Chromium: with profiles, permissions and notifications. */
export const launching = {
  executablePath: Bun.which('chromium') ?? '/usr/bin/chromium',
  headless: true,
  args: [...QUIET, RESOLVING, ...frontArgs()],
};

/**
 * The same pages, storage and workers without the rest of a browser take a third less of the processor.
 * It has nobody to ask: every page may use the microphone and the camera.
 */
export const launchingShell = {
  ...launching,
  executablePath: Bun.which('chromium-headless-shell') ?? launching.executablePath,
  args: [...launching.args, '--use-fake-ui-for-media-stream'],
};

/**
 * What moves takes a good deal of the processor, frame by frame. What a scene asks by its own hand,
 * beside the page, trusts whom Chromium was told to.
 */
export const CONTEXT = {
  reducedMotion: 'reduce',
  ignoreHTTPSErrors: frontArgs().length > 0,
} as const;

/** Starting Chromium takes a second: all scenes of a process share one, which ends with it. */
const share = (options: typeof launching) => {
  let starting: Promise<Browser> | undefined;
  return () => {
    if (starting === undefined) {
      starting = chromium.launch(options);
      // One that crashed fails its own scene, and the next one gets another.
      starting.then(
        (browser) => browser.once('disconnected', () => (starting = undefined)),
        () => (starting = undefined),
      );
    }
    return starting;
  };
};
const whole = share(launching);
const shell = share(launchingShell);

/** Addresses of what the page has already. */
const INSIDE = ['data:', 'blob:', 'about:'];

/** A slow machine is no failure: what never comes is ended by the time of the test. */
const slow_ms = 60_000;

/** Preferences belong to a profile, and that to a Chromium of its own. */
const openProfile = async (locale: string, preferences: object) => {
  const profile = mkdtempSync(join(tmpdir(), 'chat8-browser-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, { ...launching, locale });
  context.once('close', () => rmSync(profile, { recursive: true, force: true }));
  return context;
};

/** The network as it is again; a request whose page has given it up meanwhile is no fault. */
export const unroute = (page: Page) => page.unrouteAll({ behavior: 'ignoreErrors' });

/** Files of the client whose names say their content, as they were read in this process. */
const known = new Set<string>();

/** What every page loads again says nothing new. */
const bodyOf = async (answer: Response, headers: Headers): Promise<Uint8Array> => {
  const isFixed = headers.get('cache-control')?.includes('immutable') === true;
  const { pathname } = new URL(answer.url());
  if (isFixed && known.has(pathname)) return new Uint8Array();
  const bytes = await answer.body();
  if (isFixed) known.add(pathname);
  return bytes;
};

/** What goes wrong in its pages, and whatever they ask for that is not `isOurs`. */
export const watchContext = async (
  context: BrowserContext,
  isOurs = (host: string): boolean => host === '127.0.0.1' || host === PLAIN_HOST,
) => {
  context.setDefaultTimeout(slow_ms);
  const errors: string[] = [];
  const outside: string[] = [];
  const note = (url: string) => {
    const { hostname, protocol } = new URL(url);
    if (!isOurs(hostname) && !INSIDE.includes(protocol)) outside.push(url);
  };
  // Not by a route: each request would wait for this process, and none would be cached.
  context.on('request', (request) => note(request.url()));
  context.on('response', (answer) => {
    if (!answer.url().startsWith('http')) return;
    const asked = answer.request();
    const headers = new Headers(answer.headers());
    hearAnswer({
      url: answer.url(),
      token: asked.headers().authorization?.replace(/^bearer /i, ''),
      // Of a file that is sent nothing is learned; its bytes would come along as text.
      sent: asked.headers()['content-type'] === 'application/json' ? (asked.postData() ?? '') : '',
      headers,
      bytes: () => bodyOf(answer, headers),
    });
  });
  const listen = (page: Page) => {
    page.on('websocket', (socket) => {
      note(socket.url());
      socket.on('framereceived', ({ payload }) => hearFrame(String(payload)));
    });
    page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    return page;
  };
  return { errors, outside, context, page: async () => listen(await context.newPage()) };
};

/** A page that closed by itself is closed, and a browser that crashed fails its scene elsewhere. */
const unlessGone = (error: Error): void => {
  if (error.name !== 'TargetClosedError' && !error.message.includes('has been closed')) throw error;
};

const disposable = async (context: BrowserContext) => {
  const watched = await watchContext(context);
  return {
    ...watched,
    async [Symbol.asyncDispose]() {
      // What is under way when the scene is over is nobody's fault.
      for (const page of context.pages()) await unroute(page).catch(unlessGone);
      await context.unrouteAll({ behavior: 'ignoreErrors' }).catch(unlessGone);
      await context.close().catch(unlessGone);
    },
  };
};

/** One that has notifications, and refuses the microphone and the camera until they are granted. */
export const openWholeBrowser = async (serviceWorkers: 'allow' | 'block' = 'block') =>
  disposable(await (await whole()).newContext({ locale: 'en-US', serviceWorkers, ...CONTEXT }));

/**
 * A browser with storage of its own; `errors` and `outside` must stay empty. What a service worker
 * answers can't be intercepted, so scenes that are not about it have none.
 */
export const openBrowser = async (
  locale = 'en-US',
  preferences?: object,
  serviceWorkers: 'allow' | 'block' = 'block',
) => {
  if (preferences !== undefined) return disposable(await openProfile(locale, preferences));
  const context = await (await shell()).newContext({ locale, serviceWorkers, ...CONTEXT });
  // As every browser lets a page that was pressed; the shell asks, and nobody answers.
  await context.grantPermissions(['clipboard-write']);
  return disposable(context);
};
