// Signing out where something does not answer: nobody is kept, and nothing is left half done.
import { expect, test } from 'bun:test';
import { endedName } from '../../../../src/web/model/store/names';
import { createApp } from '../../../support/client/whole-client';
import {
  fakeBrowser,
  fakeClock,
  fakeEngine,
  fakeTab,
  fakeTexts,
  settle,
} from '../../../support/fake-parts';
import { ALICE, fakeServer, lost, refusal } from '../../../support/fake-server';

/** A request on a dead connection: it ends only if whoever asked ends it. */
const hung = ({ signal }: RequestInit) =>
  new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const signedIn = async (hangs: RegExp, browser = fakeBrowser(), server = fakeServer()) => {
  const clock = fakeClock();
  const { part } = fakeTab();
  let left = 0;
  const parts = {
    ...server,
    engine: fakeEngine().engine,
    clock,
    tab: {
      ...part,
      leave() {
        left += 1;
      },
    },
    tabStore: fakeTexts(),
    fetch: (path: string, init: RequestInit) =>
      hangs.test(path) ? hung(init) : server.fetch(path, init),
  };
  const app = createApp({ ...browser, ...parts, push: browser.push }, () => 'en');
  await app.session.login('alice', 'alice likes tea');
  await settle();
  return { app, browser, clock, server, left: () => left };
};

test('a server that does not answer keeps nobody here, and is owed the sign-out', async () => {
  const { app, browser, clock, left } = await signedIn(/logout/);
  await browser.device.put(`vault ${ALICE}`, 'kept');
  void app.session.logout();
  await clock.pass(60_000);
  expect(left()).toBe(1);
  expect(await browser.device.get(`vault ${ALICE}`)).toBeUndefined();
  expect(await browser.device.get('owed sign-out')).toBeString();
});

test('nor does a push service that does not answer', async () => {
  const browser = fakeBrowser();
  browser.push.unsubscribe = () => new Promise(() => {});
  const { app, clock, left } = await signedIn(/no such path/, browser);
  void app.session.logout();
  await clock.pass(60_000);
  expect(left()).toBe(1);
});

for (const isOffline of [false, true]) {
  const how = isOffline ? 'without a connection' : 'with one';
  test(`who signs out in one tab is signed out in all, ${how}, and nobody ended anything`, async () => {
    const one = await signedIn(/no such path/);
    const { browser, server } = one;
    const two = await signedIn(/no such path/, browser, server);
    const over = () => refusal(401, 'AUTH_001', { reason: 'ended' });
    using _ = server.refuse(isOffline ? /./ : /POST \/auth\/(ws-ticket|refresh)/, () =>
      isOffline ? lost() : over(),
    );
    void one.app.session.logout();
    // The server closes all sockets of the session at once.
    server.disconnect(true);
    await two.clock.pass(10_000);
    await one.clock.pass(60_000);
    await settle();
    expect([one.left(), two.left()]).toEqual([1, 1]);
    expect(await browser.device.get(endedName(ALICE))).toBeUndefined();
    // Nor does anything wait for its owner here, about which the next person would be asked.
    expect((await browser.device.get('locked')) ?? {}).toEqual({});
  });
}

test('a tab that is closed while it signs out leaves the others as they were', async () => {
  const one = await signedIn(/logout/);
  const { browser, server } = one;
  const two = await signedIn(/no such path/, browser, server);
  void one.app.session.logout();
  await settle();
  await two.clock.pass(60_000);
  expect(two.left()).toBe(0);
  using _ = server.refuse(/POST \/auth\/(ws-ticket|refresh)/, () =>
    refusal(401, 'AUTH_001', { reason: 'ended' }),
  );
  server.disconnect(true);
  await two.clock.pass(10_000);
  expect(two.left()).toBe(1);
  expect(await browser.device.get(endedName(ALICE))).toBe(true);
});
