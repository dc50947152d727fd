// Who is there, as the web client shows it: only what is known, and only of friends.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { openLine } from '../../support/network/line';
import { arrive } from '../../support/people/arrive';
import { befriend, login, register } from '../../support/person';
import { openChat } from '../../support/screen';
import { soon } from '../../support/timing';
import { until } from '../../support/tls';

test.skipIf(!isAvailable('chromium'))(
  'a friend is shown neither while the line is dead, nor after the friendship, nor as he was before',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    using line = openLine(server.url);
    const page = await browser.page();
    await arrive(page, line.url, 'alice');
    // Not by that line.
    const alice = await login(server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(alice, bob);
    await bob.says(alice, 'see you by the lake');
    const phone = await bob.connect();
    await openChat(page, 'bob');
    const said = page.locator('.presence-line');
    const dots = page.locator('.conversation .presence, .list .presence');
    await said.getByText('online').waitFor();
    await soon(async () => expect(await dots.count()).toBe(2));

    line.die();
    phone.close();
    await page.getByText('No connection. What you write is saved').waitFor();
    await soon(async () => expect(await said.textContent()).toBe(''));
    await soon(async () => expect(await page.locator('.presence').count()).toBe(0));

    // Bob went meanwhile, which is told once and to nobody who is away.
    await until(async () => (await alice.get('/friends')).body.data[0].status === 'offline');
    line.revive();
    await said.getByText('last seen').waitFor();
    await soon(async () => expect(await dots.count()).toBe(0));

    using tablet = await bob.connect();
    await said.getByText('online').waitFor();
    await bob.delete(`/friends/${alice.id}`);
    await page.getByText('You’re not friends.').waitFor();
    expect(tablet.socket.readyState).toBe(WebSocket.OPEN);
    await soon(async () => expect(await said.textContent()).toBe(''));
    await soon(async () => expect(await dots.count()).toBe(0));
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
