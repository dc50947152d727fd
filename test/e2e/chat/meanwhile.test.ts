// What is told while a page of history is on its way, and what a quote shows of a message that is gone.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { openChat, say } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'a message that comes while the first page is on its way is shown, and is not read before',
  async () => {
    await using pair = await openPair();
    const { alice, bob } = pair;
    await say(bob, 'before');
    await alice.locator('.message-list').getByText('before', { exact: true }).waitFor();
    const { promise: isLet, resolve: letGo } = Promise.withResolvers<void>();
    await alice.route(/\/api\/v1\/messages\/\d+\?/, async (route) => {
      const response = await route.fetch();
      await isLet;
      await route.fulfill({ response });
    });
    // The page comes back to the conversation, and asks for it as soon as it can.
    await alice.reload();
    await alice.locator('.message-list[aria-busy=true]').waitFor();
    await say(bob, 'meanwhile');
    await alice.locator('.row', { hasText: 'meanwhile' }).waitFor();
    await soon(async () =>
      expect(
        await bob
          .locator('.bubble', { hasText: 'meanwhile' })
          .getByRole('img', { name: 'Read' })
          .count(),
      ).toBe(0),
    );
    letGo();
    await alice.locator('.message-list').getByText('meanwhile', { exact: true }).waitFor();
    await soon(async () =>
      expect(await alice.locator('.message-list .text').allTextContents()).toEqual([
        'before',
        'meanwhile',
      ]),
    );
    await bob
      .locator('.bubble', { hasText: 'meanwhile' })
      .getByRole('img', { name: 'Read' })
      .waitFor();
  },
  300_000,
);

test.skipIf(!isAvailable('chromium'))(
  'a quote of a message that was deleted for both says that it is gone, at once and after a reload',
  async () => {
    await using pair = await openPair();
    const { alice, bob } = pair;
    await say(bob, 'a secret');
    await alice.locator('.message-list').getByText('a secret', { exact: true }).waitFor();
    await alice.locator('.bubble', { hasText: 'a secret' }).locator('.bubble-more').click();
    await alice.locator('.menu').getByRole('button', { name: 'Reply' }).click();
    await say(alice, 'what?');
    await bob.locator('.quote', { hasText: 'a secret' }).waitFor();
    const own = bob.locator('.bubble.mine', { hasText: 'a secret' });
    await own.locator('.bubble-more').click();
    await bob.locator('.menu').getByRole('button', { name: 'Delete for both' }).click();
    for (const page of [alice, bob]) {
      await page.locator('.quote', { hasText: 'Message not available' }).waitFor();
      await soon(async () =>
        expect(await page.locator('.message-list').getByText('a secret').count()).toBe(0),
      );
    }
    await alice.reload();
    await openChat(alice, 'bob');
    await alice.locator('.quote', { hasText: 'Message not available' }).waitFor();
  },
  300_000,
);
