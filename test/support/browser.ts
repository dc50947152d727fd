// Headless Chromium that reaches 127.0.0.1 and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { frontArgs } from './network/behind-front';
import { hearAnswer, hearFrame } from './watch/hearing';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Two pages for the address bar, loaded with each context, cost more than the page under test.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup',
  // A microphone that beeps; whether the page may use it is each test's own matter.
  '--use-fake-device-for-media-stream',
];

/** This machine by a name that is not localhost, as others in a network would see it. */
export const PLAIN_HOST = 'chat8.example';

/** Cookies and site data blocked, as some people have it. */
export const FORGETFUL = { profile: { default_content_setting_values: { cookies: 2 } } };

export const launching = {
  executablePath: Bun.which('chromium') ?? '/usr/bin/chromium',
  headless: true,
  args: [...QUIET, `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`, ...frontArgs()],
};

/** Starting Chromium takes a second: all scenes of a process share one, which ends with it. */
const shared = (() => {
  let starting: Promise<Browser> | undefined;
  return () => {
    if (starting === undefined) {
      starting = chromium.launch(launching);
      // One that crashed fails its own scene, and the next one gets another.
      starting.then(
        (browser) => browser.once('disconnected', () => (starting = undefined)),
        () => (starting = undefined),
      );
    }
    return starting;
  };
})();

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

/** What goes wrong in its pages, and whatever they ask for that is not `isOurs`. */
export const watchContext = async (
  context: BrowserContext,
  isOurs = (host: string): boolean => host === '127.0.0.1' || host === PLAIN_HOST,
) => {
  context.setDefaultTimeout(slow_ms);
  const errors: string[] = [];
  const outside: string[] = [];
  await context.route('**/*', (route) => {
    const { hostname, protocol } = new URL(route.request().url());
    const isAllowed = isOurs(hostname) || protocol === 'data:';
    if (!isAllowed) outside.push(route.request().url());
    // What the route of a scene had in hands as it was taken away is handled already.
    return (isAllowed ? route.continue() : route.abort()).catch(() => {});
  });
  context.on('response', (answer) => {
    if (!answer.url().startsWith('http')) return;
    const asked = answer.request();
    hearAnswer({
      url: answer.url(),
      token: asked.headers().authorization?.replace(/^bearer /i, ''),
      sent: asked.postData() ?? '',
      headers: new Headers(answer.headers()),
      bytes: () => answer.body(),
    });
  });
  const listen = (page: Page) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => hearFrame(String(payload))),
    );
    page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    return page;
  };
  return { errors, outside, context, page: async () => listen(await context.newPage()) };
};

/**
 * A browser with storage of its own; `errors` and `outside` must stay empty. What a service worker
 * answers can't be intercepted, so scenes that are not about it have none.
 */
export const openBrowser = async (
  locale = 'en-US',
  preferences?: object,
  serviceWorkers: 'allow' | 'block' = 'block',
) => {
  const context =
    preferences === undefined
      ? await (await shared()).newContext({ locale, serviceWorkers })
      : await openProfile(locale, preferences);
  const watched = await watchContext(context);
  return {
    ...watched,
    async [Symbol.asyncDispose]() {
      // What is under way when the scene is over is nobody's fault.
      for (const page of context.pages()) await unroute(page);
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    },
  };
};
