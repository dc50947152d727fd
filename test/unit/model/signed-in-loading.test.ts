// The half of the client that only somebody who is signed in needs: without it nobody is signed in, and
// what can't be loaded is said as a server that can't be reached.
import { expect, test } from 'bun:test';
import { BUILD_HEADER } from '../../../src/protocol/release';
import type { Core } from '../../../src/web/model/core';
import { createCore } from '../../../src/web/model/core';
import type { SignedInModels } from '../../../src/web/model/signed-in';
import { createSignedIn } from '../../../src/web/model/signed-in';
import {
  fakeBrowser,
  fakeClock,
  fakeEngine,
  fakeTab,
  fakeTexts,
  settle,
} from '../../support/fake-parts';
import { ALICE, fakeServer, TOKEN } from '../../support/fake-server';

/** Alice's page; `network.isThere` is whether the code of the other half can be loaded. */
const openPage = (browser = fakeBrowser(), isThere = true) => {
  const server = fakeServer();
  server.refuse(/GET \/auth\/registration/, () =>
    Response.json({ data: { registration: 'open', has_accounts: true } }),
  );
  server.refuse(/POST \/auth\/refresh/, () => Response.json({ data: { access_token: TOKEN } }));
  const network = { isThere, made: 0 };
  const clock = fakeClock();
  const tab = fakeTab();
  const { fetch, transfer, openSocket } = server;
  const { engine } = fakeEngine();
  const own = { engine, clock, tab: tab.part, tabStore: fakeTexts() };
  const core: Core<SignedInModels> = createCore(
    { ...own, ...browser, fetch, transfer, openSocket },
    () => 'en',
    async () => {
      if (!network.isThere) throw new TypeError('Failed to fetch dynamically imported module');
      return () => {
        network.made += 1;
        return createSignedIn(core.base);
      };
    },
  );
  return { models: core.models, browser, clock, network, server, tab };
};

const phaseOf = ({ models }: ReturnType<typeof openPage>) => models.screen.phase.value;

test('a visitor loads nothing of it before they type, and then once', async () => {
  const page = openPage();
  await page.models.session.start();
  expect([phaseOf(page), page.network.made]).toEqual(['welcome', 0]);
  page.models.preloadSignedIn();
  page.models.preloadSignedIn();
  await settle();
  expect(page.models.signedIn.value).not.toBeNull();
  await page.models.session.login('alice', 'alice likes tea');
  expect([phaseOf(page), page.network.made]).toEqual(['ready', 1]);
});

test('without it no sign-in and no registration reaches the server, and the next try does', async () => {
  const page = openPage(fakeBrowser(), false);
  const { session, account } = page.models;
  const draft = { username: 'alice', email: 'alice@example.org', password: 'alice likes tea' };
  const tries = [() => session.login('alice', draft.password), () => session.register(draft)];
  for (const act of tries) {
    await expect(act()).rejects.toMatchObject({ status: 0, code: 'NETWORK' });
  }
  expect(page.server.asked.filter((request) => request.startsWith('POST'))).toEqual([]);
  expect([account.userId(), await page.browser.device.get('was here')]).toEqual([0, undefined]);
  page.network.isThere = true;
  await session.login('alice', draft.password);
  expect([phaseOf(page), account.userId()]).toEqual(['ready', ALICE]);
});

test('a page that was open while the server was updated says so, and not that nobody is there', async () => {
  const page = openPage(fakeBrowser(), false);
  using _ = page.server.refuse(
    /^GET \/\?/,
    () => new Response('<!doctype html>', { headers: { [BUILD_HEADER]: 'the next build' } }),
  );
  const login = page.models.session.login('alice', 'alice likes tea');
  await expect(login).rejects.toMatchObject({ status: 0, code: 'OTHER_BUILD' });
});

test('whoever comes back while it can’t be loaded is told so, and comes in once it can', async () => {
  const first = openPage();
  await first.models.session.login('alice', 'alice likes tea');
  await first.browser.device.put(`device key ${ALICE}`, { kid: 'device:fake' });
  const page = openPage(first.browser, false);
  await page.models.session.start();
  expect(phaseOf(page)).toBe('unreachable');
  expect(page.models.signedIn.value).toBeNull();
  page.network.isThere = true;
  await page.clock.pass(5_000);
  expect(phaseOf(page)).toBe('ready');
});

test('who signs out before it was ever loaded leaves no word, subscription or start behind', async () => {
  const page = openPage();
  const { browser, models } = page;
  await browser.device.put('was here', true);
  await browser.device.put('person', ALICE);
  browser.localStore?.setItem(`draft ${ALICE} 2`, 'typed in an earlier build');
  browser.localStore?.setItem(`push ${ALICE}`, '{}');
  models.session.readSignOutReason();
  await models.account.load();
  await models.session.logout();
  expect(models.signedIn.value).toBeNull();
  expect(browser.localStore?.names()).toEqual([]);
  expect(await browser.device.get('person')).toBeUndefined();
});

test('a page reloads for a newer build only if nothing of either half would be lost', async () => {
  const page = openPage();
  const { models, clock, tab } = page;
  await models.session.login('alice', 'alice likes tea');
  tab.isVisible = false;
  const chosen = models.signedIn.value?.chosenFiles;
  chosen?.add(2, [new File(['x'], 'x.txt')]);
  models.update.serverHas('another build');
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  chosen?.remove(2);
  await clock.pass(60_000);
  expect(tab.reloads).toBe(1);
});
