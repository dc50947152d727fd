// Notifications in Chromium: pushed to the worker as a push service would, closed page and open page.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser, openWholeBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { startPushService } from '../../support/network/push-service';
import { meet } from '../../support/pair';
import { arrive } from '../../support/people/arrive';
import { befriend, login, register } from '../../support/person';
import { openDelivery, shownOn, subscribesAt } from '../../support/push/delivery';
import { confirm, enter, openSettings, say, signUp } from '../../support/screen';
import { eventually, soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const payload = (to: number, friend_id: number) =>
  JSON.stringify({
    web_push: 8030,
    app_badge: 1,
    notification: { title: 'x', body: 'y', tag: `message ${to} ${friend_id}`, navigate: '/' },
    chat8: { v: 1, kind: 'message', to, id: 'id', friend_id, count: 1 },
  });

test.skipIf(!hasBrowser)(
  'a push is shown whatever it holds, a press opens its conversation, and reading closes it',
  async () => {
    await using server = await startExecutable({
      env: { CHAT8_PUSH_CONTACT: 'mailto:operator@example.org' },
    });
    await using browser = await openWholeBrowser('allow');
    await browser.context.grantPermissions(['notifications']);
    const page = await browser.page();
    const me = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, me);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

    const push = await openDelivery(page, server.url);
    const something = { title: 'Chat8', body: 'You have new messages' };
    const shows = (...tags: string[]) =>
      soon(async () =>
        expect((await shownOn(page)).toSorted((a, b) => a.tag.localeCompare(b.tag))).toEqual(
          tags.map((tag) => ({ ...something, tag })),
        ),
      );

    await push('garbage');
    await shows('unknown');
    // Nobody is subscribed here: whose message it is stays unsaid.
    await bob.says(me, 'tea?');
    await page.locator('.row.unread').waitFor();
    await push(payload(me.id, bob.id));
    await shows(`message ${me.id} ${bob.id}`, 'unknown');
    // Reading it closes it, wherever it is read.
    const messages = await me.get(`/messages/${bob.id}`);
    await me.put(`/messages/${messages.body.data.messages[0].id}/read`);
    await shows('unknown');

    // Chromium here has no push service: it is said after a while, with a way on.
    await openSettings(page, 'Notifications');
    await page.getByRole('heading', { name: 'On this device' }).waitFor();
    await page.clock.install();
    await page.getByRole('button', { name: 'Turn on notifications' }).click();
    await page.clock.runFor(16_000);
    await page.getByText('push service does not answer').waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a closed page tells who wrote what, opened by the worker; who signed out or another person sees neither',
  async () => {
    using service = startPushService();
    await using server = await startExecutable({ env: service.settings });
    await using alices = await openWholeBrowser('allow');
    await alices.context.grantPermissions(['notifications']);
    const pushed = await subscribesAt(alices.context, service);
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await meet(server.url, alice, bob);
    await say(alice, 'hello bob');
    await bob.getByText('hello bob').first().waitFor();
    await say(bob, 'hello alice');
    await alice.getByText('hello alice').first().waitFor();
    await alice.goBack();
    await openSettings(alice, 'Notifications');
    await alice.getByRole('button', { name: 'Turn on notifications' }).click();
    await alice.getByRole('button', { name: 'Name and text' }).click();
    await alice.getByText('Also the text').waitFor();

    // Of the same origin, and none of the client: who has closed the app.
    const outside = await alices.page();
    await outside.goto(`${server.url}/healthz`);
    const push = await openDelivery(outside, server.url);
    await alice.close();
    const before = pushed.count();
    await say(bob, 'the kettle is on');
    await eventually(() => pushed.count() > before);
    const payload = pushed.newest();
    expect(payload).not.toContain('kettle');
    const shown = async () =>
      (await shownOn(outside)).map(({ title, body }) => `${title}: ${body}`);
    await push(payload);
    await soon(async () => expect(await shown()).toEqual(['bob: the kettle is on']));
    const api = await login(server.url, 'alice');
    const confirmed = async () =>
      (await api.get('/push')).body.data.subscriptions[0].shown_at !== null;
    await eventually(confirmed);

    const again = await alices.page();
    await again.goto(server.url);
    await again.locator('.sidebar').waitFor();
    await again.getByRole('button', { name: 'Settings' }).click();
    await again.getByRole('button', { name: 'Sign out' }).click();
    await confirm(again, 'Sign out');
    await again.getByLabel('Username or email').waitFor();
    await soon(async () => expect(await shown()).toEqual([]));
    await push(payload);
    await soon(async () => expect(await shown()).toEqual(['Chat8: You have new messages']));

    // Carol's device by now.
    await enter(await signUp(again, server.url, 'carol'));
    await openSettings(again, 'Notifications');
    await again.getByRole('button', { name: 'Turn on notifications' }).click();
    await again.getByText('Notifications arrive here').waitFor();
    await push(payload);
    await soon(async () => expect(await shown()).toEqual(['Chat8: You have new messages']));
    expect(alices.outside).toEqual([]);
  },
  300_000,
);
