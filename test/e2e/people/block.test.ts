// The end of a friendship on the screen: what was done is said where it was done, and undone there.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openAlice } from '../../support/pair';
import { closeDialog, confirm, dialogsClosed, openChat, openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'after a block the conversation is closed for writing, says why, and opens again from there',
  async () => {
    await using opened = await openAlice('bob', 'carol');
    const { browser, page, alice } = opened;
    // With bob there are messages, with carol none that would keep her in the list.
    const [bob, carol] = [opened.friend('bob'), opened.friend('carol')];
    await bob.says(alice, 'see you by the lake');

    for (const friend of [bob, carol]) {
      const { username } = friend;
      await openChat(page, username);
      await page.getByRole('button', { name: 'Not encrypted' }).click();
      await page.getByRole('button', { name: 'Block', exact: true }).click();
      await confirm(page, 'Block');
      const ended = page.locator('.ended');
      await ended.getByText(`You blocked ${username}`).waitFor();
      await soon(async () => expect(await page.locator('.composer').count()).toBe(0));
      await dialogsClosed(page);
      const blocks = async () => (await alice.get('/friends/blocks')).body.data;
      await soon(async () => expect(await blocks()).toMatchObject([{ user: { username } }]));

      await ended.getByRole('button', { name: 'Unblock' }).click();
      await ended.getByText('You’re not friends.').waitFor();
      await soon(async () => expect(await blocks()).toEqual([]));
      await ended.getByRole('button', { name: 'Send a friend request' }).click();
      await ended.getByRole('button', { name: 'Request sent' }).waitFor();
      const [request] = (await friend.get('/friends/requests')).body.data;
      await friend.put(`/friends/request/${request.request_id}`, { action: 'accept' });
      await page.locator('.composer').waitFor();
      await soon(async () => expect(await ended.count()).toBe(0));
    }

    // The other one ends it, in a conversation that is open and has no message.
    await carol.delete(`/friends/${alice.id}`);
    const ended = page.locator('.ended');
    await ended.getByText('You’re not friends.').waitFor();
    await carol.post('/friends/request', { user_id: alice.id });
    await ended.getByRole('button', { name: 'Accept' }).click();
    await page.locator('.composer').waitFor();

    // Blocked elsewhere: it is known where the conversation is opened, and in the settings.
    await alice.put(`/friends/blocks/${bob.id}`);
    await page.locator('.row', { hasText: 'bob' }).click();
    await ended.getByText('You blocked bob').waitFor();
    await openSettings(page, 'Blocked people');
    await page.locator('.dialog').getByRole('button', { name: 'Unblock' }).click();
    await page.getByText('You haven’t blocked anyone.').waitFor();
    await closeDialog(page);
    await ended.getByText('You’re not friends.').waitFor();
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
