// The client as an app of the device: it opens when the server is gone, hangs, or is another build,
// and nothing that a device keeps holds anyone on an old one.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { openFront } from '../../support/network/front';
import { inTime, soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** Until the service worker of that build, or of any, answers this page. */
const isKept = async (page: Page, build?: string): Promise<void> => {
  for (;;) {
    const { isAtWork, names } = await page.evaluate(async () => {
      // First: whoever has a name by then is installing until all of it is kept.
      const names = await caches.keys();
      const { active, waiting, installing } =
        (await navigator.serviceWorker.getRegistration()) ?? {};
      const isSettled = active?.state === 'activated' && !waiting && !installing;
      return {
        isAtWork: isSettled && navigator.serviceWorker.controller !== null,
        names,
      };
    });
    const isThere = build === undefined || names.includes(`build ${build}`);
    if (isAtWork && names.length > 0 && isThere) return;
    await Bun.sleep(50);
  }
};

/** The client has drawn something. */
const isShown = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('#app')?.childElementCount ?? 0) > 0);
const buildOf = (page: Page) => page.locator('body').getAttribute('data-build');

test.skipIf(!hasBrowser)(
  'the client opens with the network cut, a dead, a hanging and a foreign server, in a second or so',
  async () => {
    await using server = await startExecutable();
    using front = await openFront(server.url);
    await using browser = await openBrowser('en-US', undefined, 'allow');
    const page = await browser.page();
    await page.goto(front.url);
    await isKept(page);
    for (const manner of ['hang', '502', 'hotel'] as const) {
      front.be(manner);
      const opens = async () => {
        await page.reload();
        await isShown(page);
        await soon(async () => expect(await page.title()).toBe('Chat8'));
      };
      await inTime(opens(), 10_000);
    }
    // Who redirects an invitation is not believed: the page still learns that it was redirected.
    front.be({ redirect: '/i/ANOTHER' });
    await page.goto(`${front.url}/i/CODE`);
    await isShown(page);
    expect(new URL(page.url()).pathname).not.toBe('/i/CODE');
    const count = () =>
      page.evaluate(
        () =>
          (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming)
            .redirectCount,
      );
    await soon(async () => expect(await count()).toBe(1));
    front.be('pass');
    // An invitation is followed offline too; its fragment stays in the address, and goes nowhere.
    await browser.context.setOffline(true);
    front.asked();
    await page.goto(`${front.url}/i/SOME-CODE#${'k'.repeat(43)}.${'s'.repeat(22)}`);
    await isShown(page);
    await browser.context.setOffline(false);
    expect(front.asked().filter((path) => path.includes('sss'))).toEqual([]);
    const keptPaths = await page.evaluate(async () => {
      const all = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return all.flat().map(({ url }) => url);
    });
    expect(keptPaths.filter((url) => /#|\/i\/|api/.test(url))).toEqual([]);
    expect(keptPaths.some((url) => new URL(url).pathname === '/')).toBe(true);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'another build is shown at once, kept beside the one before, and both tabs go on',
  async () => {
    await using server = await startExecutable();
    using front = await openFront(server.url);
    await using browser = await openBrowser('en-US', undefined, 'allow');
    const [first, second] = [await browser.page(), await browser.page()];
    await first.goto(front.url);
    await isKept(first);
    front.be({ build: 'two' });
    await second.goto(front.url);
    await soon(async () => expect(await buildOf(second)).toBe('two'));
    await isKept(second, 'two');
    // The first tab is of the old build still, and can load what it has not loaded yet.
    await soon(async () => expect(await buildOf(first)).toBeNull());
    front.be('502');
    await isShown(first);
    await second.reload();
    await soon(async () => expect(await buildOf(second)).toBe('two'));
    for (const build of ['three', 'four']) {
      front.be({ build });
      await second.reload();
      await isKept(second, build);
    }
    const builds = () => second.evaluate(() => caches.keys());
    while ((await builds()).length > 2) await Bun.sleep(50);
    await soon(async () => expect(await builds()).toEqual(['build three', 'build four']));
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  '/reset and CHAT8_OFFLINE=off remove the worker and its files, and leave what people wrote',
  async () => {
    await using browser = await openBrowser('en-US', undefined, 'allow');
    const page = await browser.page();
    const what = () =>
      page.evaluate(async () => [
        (await navigator.serviceWorker.getRegistrations()).length,
        (await caches.keys()).length,
        localStorage.getItem('what alice wrote'),
      ]);
    const server = await startExecutable();
    using front = await openFront(server.url);
    await page.goto(front.url);
    await isKept(page);
    await page.evaluate(() => localStorage.setItem('what alice wrote', 'a letter'));
    await page.goto(`${front.url}/reset`);
    await page.getByRole('link', { name: 'Done, open Chat8' }).waitFor();
    await soon(async () => expect(await what()).toEqual([0, 0, 'a letter']));

    await page.getByRole('link', { name: 'Done, open Chat8' }).click();
    await isKept(page);
    const port = new URL(server.url).port;
    await server.stop();
    const off = { CHAT8_OFFLINE: 'off', CHAT8_PORT: port, CHAT8_DATA_DIR: server.data };
    const again = await startExecutable({ env: off });
    await page.reload();
    // The browser looks for another worker by itself after a page was loaded.
    while ((await what())[0] !== 0) await Bun.sleep(50);
    await soon(async () => expect(await what()).toEqual([0, 0, 'a letter']));
    await page.reload();
    await isShown(page);
    await soon(async () => expect(await what()).toEqual([0, 0, 'a letter']));
    await again[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  },
  300_000,
);

test.skipIf(!hasBrowser)('the browser finds an app that can be installed', async () => {
  await using server = await startExecutable();
  await using browser = await openBrowser('en-US', undefined, 'allow');
  const page = await browser.page();
  await page.goto(server.url);
  const devtools = await browser.context.newCDPSession(page);
  const { errors, url } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toBe(`${server.url}/manifest.webmanifest`);
  const manifest = await (await fetch(url)).json();
  for (const { src, sizes } of manifest.icons as { src: string; sizes: string }[]) {
    const icon = Buffer.from(await (await fetch(server.url + src)).arrayBuffer());
    // The size in the header of a PNG (PNG, 11.2.2).
    expect(`${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`).toBe(sizes);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});
