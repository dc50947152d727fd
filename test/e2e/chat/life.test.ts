// What people do with messages, keys and accounts, in two browsers.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { meet, openPair } from '../../support/pair';
import { call, login, register } from '../../support/person';
import {
  closeDialog,
  confirm,
  enter,
  openChat,
  openPerson,
  openSafety,
  openSettings,
  say,
  signIn,
} from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const act = async (page: Page, text: string, name: string) => {
  const bubble = page.locator('.bubble', { has: page.locator('.text', { hasText: text }) });
  await bubble.hover();
  await bubble.getByRole('button', { name: 'More' }).click();
  await bubble.locator('.menu').getByRole('button', { name, exact: true }).click();
};

test.skipIf(!hasBrowser)(
  'a message is edited, answered, reacted to and deleted, and both see it',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    await say(alice, 'tea at fore');
    await bob.locator('.message-list').getByText('tea at fore').waitFor();
    await act(alice, 'tea at fore', 'Edit');
    await say(alice, 'tea at four');
    await bob.locator('.message-list').getByText('tea at four').waitFor();
    await bob.locator('.meta').getByText('edited').waitFor();
    await act(bob, 'tea at four', 'React 😂');
    await alice.locator('.reactions').getByText('😂').waitFor();
    await act(bob, 'tea at four', 'Reply');
    await say(bob, 'gladly');
    await alice.locator('.quote').getByText('tea at four').waitFor();
    await bob.getByRole('textbox', { name: 'Message' }).pressSequentially('one mo');
    await alice.locator('.bar').getByText('typing…').waitFor();
    await act(alice, 'tea at four', 'Delete for both');
    await alice.locator('.toast', { hasText: 'Message deleted' }).waitFor();
    await bob.locator('.text', { hasText: 'tea at four' }).waitFor({ state: 'detached' });
    await soon(async () =>
      expect(await bob.locator('.text').allTextContents()).toEqual(['gladly']),
    );
    await soon(async () => expect(await bob.locator('.trouble').count()).toBe(0));
    expect([alices.errors, bobs.errors]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a new key is told of and stays told of, and one that was verified stops the next message',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    // What browsers on phones bring along, and this one does not.
    await alice.addInitScript(() => {
      const detect = async () => [{ rawValue: (globalThis as { seen?: string }).seen }];
      Object.assign(globalThis, {
        BarcodeDetector: class {
          detect = detect;
        },
      });
    });
    await meet(server.url, alice, bob);
    await say(alice, 'before');
    await bob.locator('.message-list').getByText('before').waitFor();
    // Compared by the camera: first somebody else's code, then bob's.
    const digits = await openSafety(alice);
    const scan = async (code: string) => {
      await alice.evaluate((seen) => Object.assign(globalThis, { seen }), code);
      await alice.getByRole('button', { name: 'Scan their code' }).click();
    };
    await scan('7'.repeat(60));
    await alice.getByText('The numbers are different').waitFor();
    await scan(digits);
    await alice.getByRole('button', { name: 'Remove verification' }).waitFor();
    await closeDialog(alice);

    // Bob loses everything: the password is set anew, and the recovery code is gone.
    const simple = await login(server.url, 'bob');
    const password = 'bob likes another tea';
    await simple.put('/user/password', {
      current_password: 'bob likes tea',
      new_password: password,
      confirm_password: password,
    });
    await using news = await openBrowser();
    const fresh = await news.page();
    await signIn(fresh, server.url, 'bob', password);
    await fresh.getByText('was reset').waitFor();
    await fresh.getByRole('button', { name: 'I have neither' }).click();
    await confirm(fresh, 'Create a new key');
    await fresh.locator('[data-code]').waitFor();
    await enter({ page: fresh, username: 'bob', password });

    const line = alice.locator('.key-line');
    await line.waitFor();
    await say(alice, 'is it you?');
    await alice.getByRole('img', { name: 'Not sent' }).waitFor();
    // It asks, and nothing is sent while nobody has decided.
    await alice.getByRole('dialog', { name: 'The key has changed' }).waitFor();
    await closeDialog(alice);
    await alice.reload();
    await openChat(alice, 'bob');
    await line.waitFor();
    await line.getByRole('button', { name: 'Accept the new key' }).click();
    await line.waitFor({ state: 'detached' });
    // What was declined goes only by a press on itself.
    await alice.getByRole('button', { name: 'Try again' }).click();
    await openChat(fresh, 'alice');
    await fresh.locator('.message-list').getByText('is it you?').waitFor();
    await say(fresh, 'it is');
    await alice.locator('.message-list').getByText('it is', { exact: true }).waitFor();
    // What was sealed for the old key says which it needed.
    await soon(async () => {
      const [trouble = '', ...more] = await fresh.locator('.trouble').allTextContents();
      expect(trouble).toMatch(/This message needs the key [\w-]{8}…, which isn’t on this device/);
      expect(more).toEqual([]);
    });
    await soon(async () => expect(await alice.locator('.trouble').count()).toBe(0));
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a password is changed, a device signed out, a friend blocked, an account erased',
  async () => {
    await using pair = await openPair();
    const { server, alice, bob } = pair;
    await say(bob, 'hello');
    await alice.locator('.message-list').getByText('hello').waitFor();
    await openSettings(alice, 'Password and recovery');
    await alice.getByLabel('Current password').fill('alice likes tea');
    await alice.getByLabel('New password').fill('alice likes green tea');
    await alice.locator('form').getByRole('button', { name: 'Change password' }).click();
    await alice.getByText('Password changed').waitFor();
    await closeDialog(alice);

    await using second = await openBrowser();
    const tablet = await second.page();
    await signIn(tablet, server.url, 'alice', 'alice likes green tea');
    await openChat(tablet, 'bob');
    await tablet.locator('.message-list').getByText('hello').waitFor();
    await openSettings(alice, 'Devices');
    await alice.locator('.request').getByRole('button', { name: 'Sign out' }).click();
    await tablet.getByText('You were signed out').waitFor();
    await soon(async () =>
      expect(await tablet.getByLabel('Username or email').inputValue()).toBe('alice'),
    );
    await closeDialog(alice);

    const mallory = await register(server.url, 'mallory');
    await openPerson(alice);
    await alice.getByRole('button', { name: 'Block', exact: true }).click();
    await confirm(alice, 'Block');
    await bob.getByText('You’re not friends.').waitFor();

    await openSettings(alice, 'Storage and account');
    await alice.getByLabel('Password', { exact: true }).fill('alice likes green tea');
    await alice.getByRole('button', { name: 'Delete account' }).click();
    await confirm(alice, 'Delete account');
    await alice.getByText('Your account was deleted').waitFor();
    const found = await mallory.get('/friends/search?q=alice');
    expect(found.body.data).toEqual([]);
    const gone = await call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username: 'alice', password: 'alice likes green tea' },
    });
    expect(gone.status).toBe(401);
  },
  300_000,
);
