// Notifications in Chromium: pushed to the worker as a push service would, closed page and open page.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { enter, openSettings, signUp } from '../../support/screen';

const hasBrowser = isAvailable('chromium');

const payload = (to: number, friend_id: number) =>
  JSON.stringify({
    web_push: 8030,
    app_badge: 1,
    notification: { title: 'x', body: 'y', tag: `message ${to} ${friend_id}`, navigate: '/' },
    chat8: { v: 1, kind: 'message', to, id: 'id', friend_id, count: 1 },
  });

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({
      title,
      body,
      tag,
    }));
  });

test.skipIf(!hasBrowser)(
  'a push is shown whatever it holds, a press opens its conversation, and reading closes it',
  async () => {
    await using server = await startExecutable({
      env: { CHAT8_PUSH_CONTACT: 'mailto:operator@example.org' },
    });
    await using browser = await openBrowser('en-US', undefined, 'allow');
    await browser.context.grantPermissions(['notifications']);
    const page = await browser.page();
    const alice = await signUp(page, server.url, 'alice');
    await enter(alice);
    const me = await login(server.url, 'alice', alice.password);
    const bob = await register(server.url, 'bob');
    await befriend(bob, me);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

    const devtools = await browser.context.newCDPSession(page);
    const registered = Promise.withResolvers<string>();
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) registered.resolve(first.registrationId);
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered.promise;
    const push = (data: string) =>
      devtools.send('ServiceWorker.deliverPushMessage', {
        origin: server.url,
        registrationId,
        data,
      });
    const until = async (count: number) => {
      while ((await shown(page)).length !== count) await Bun.sleep(30);
      return shown(page);
    };

    await push('garbage');
    expect(await until(1)).toEqual([
      { title: 'Chat8', body: 'You have new messages', tag: 'unknown' },
    ]);
    // Nobody is subscribed here: whose message it is stays unsaid.
    await bob.says(me, 'tea?');
    await page.locator('.row.unread').waitFor();
    await push(payload(me.id, bob.id));
    const about = (await until(2)).filter(({ tag }) => tag !== 'unknown');
    expect(about).toEqual([
      {
        title: 'Chat8',
        body: 'You have new messages',
        tag: `message ${me.id} ${bob.id}`,
      },
    ]);
    // Reading it closes it, wherever it is read.
    const messages = await me.get(`/messages/${bob.id}`);
    await me.put(`/messages/${messages.body.data.messages[0].id}/read`);
    await until(1);

    // Chromium here has no push service: it is said after a while, with a way on.
    await openSettings(page, 'Notifications');
    await page.getByRole('heading', { name: 'On this device' }).waitFor();
    await page.clock.install();
    await page.getByRole('button', { name: 'Turn on notifications' }).click();
    await page.clock.runFor(16_000);
    await page.getByText('push service does not answer').waitFor();
    expect(browser.outside).toEqual([]);
  },
  60_000,
);
