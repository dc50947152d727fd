// A device that gets no notifications is told why, and what to do about it.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser, openWholeBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** What another browser, or another place, is like, set up before the page begins. */
const LIKE = {
  iPhone: () =>
    Object.defineProperty(navigator, 'userAgent', {
      value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1',
    }),
  old: () => Reflect.deleteProperty(self, 'PushManager'),
  brave: () =>
    Object.assign(PushManager.prototype, {
      getSubscription: async () => null,
      subscribe: async () => {
        throw new DOMException('Registration failed - push service error', 'AbortError');
      },
    }),
};

test.skipIf(!hasBrowser)(
  'an iPhone’s tab, a browser without push, one whose service is off, and a no each have words of their own',
  async () => {
    await using server = await startExecutable({
      env: { CHAT8_PUSH_CONTACT: 'mailto:operator@example.org' },
    });
    await using browser = await openBrowser('en-US', undefined, 'allow');
    await arrive(await browser.page(), server.url, 'alice');
    const open = async (act?: () => unknown) => {
      const page = await browser.page();
      if (act) await page.addInitScript(act);
      await page.goto(server.url);
      await openSettings(page, 'Notifications');
      return { page, turnOn: page.getByRole('button', { name: 'Turn on notifications' }) };
    };

    const phone = await open(LIKE.iPhone);
    await phone.page.getByText('need Chat8 on the home screen').waitFor();
    await soon(async () => expect(await phone.turnOn.isDisabled()).toBe(true));
    // Before the server has said whether they are on, nothing is said of that.
    const early = await browser.page();
    await early.route('**/api/v1/push', () => {});
    await early.goto(server.url);
    await openSettings(early, 'Notifications');
    await early.locator('.settings-page').getByText('One moment…').waitFor();
    for (const text of ['Turn on notifications', 'No device has notifications turned on']) {
      expect([text, await early.getByText(text).count()]).toEqual([text, 0]);
    }
    await early.close();
    const old = await open(LIKE.old);
    await old.page.getByText('This browser has no notifications').waitFor();
    await soon(async () => expect(await old.turnOn.isDisabled()).toBe(true));

    // Nobody said yes: here the browser says no for them.
    const denied = await open();
    await denied.turnOn.click();
    await denied.page.getByText('Notifications are blocked for this page').waitFor();
    // Allowed after all, as the words say: it can be tried again.
    await browser.context.grantPermissions(['notifications']);
    const brave = await open(LIKE.brave);
    await brave.turnOn.click();
    await brave.page.getByText('Use Google services for push messaging').waitFor();
    await soon(async () => expect(await brave.turnOn.isEnabled()).toBe(true));
    // Taken back: the next start says so, and does not ask.
    await browser.context.clearPermissions();
    const later = await open();
    await later.page.getByText('Notifications are blocked for this page').waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a server that can push nothing offers no notifications, and its settings say why',
  async () => {
    await using server = await startExecutable();
    await using browser = await openWholeBrowser();
    const page = await browser.page();
    const alice = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    /** Requests whose answer is here. */
    const isAnswered = () =>
      page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/push')),
      );
    await bob.says(alice, 'written before');
    await page.locator('.row', { hasText: 'written before' }).waitFor();
    await soon(async () => expect(await isAnswered()).toBe(true));
    await soon(async () =>
      expect(await page.getByText('Hear about new messages?').count()).toBe(0),
    );
    await openSettings(page, 'Notifications');
    await page.getByText('CHAT8_PUSH_CONTACT').waitFor();
    await soon(async () =>
      expect(await page.getByRole('button', { name: 'Turn on notifications' }).count()).toBe(0),
    );
  },
  300_000,
);
