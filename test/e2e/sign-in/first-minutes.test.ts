// The first minutes with the web client: a new server, an invitation, a form filled in wrongly.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { runExecutable, startExecutable } from '../../support/executable';
import { call, login, register } from '../../support/person';
import {
  closeDialog,
  enter,
  joinByInvitation,
  openSettings,
  say,
  signUp,
} from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** What each field is told, by its label; '' for what is beside the button. */
const faults = (page: Page): Promise<Record<string, string>> =>
  page.locator('form').evaluate((form) => {
    const said: Record<string, string> = {};
    for (const fault of form.querySelectorAll('.field-error')) {
      const field = fault.closest('.field');
      const input = field?.querySelector('input');
      const isTied = !input || input.getAttribute('aria-describedby')?.includes(fault.id);
      const label = field?.querySelector('label')?.textContent ?? '';
      if (fault.textContent && isTied) said[label] = fault.textContent;
    }
    return said;
  });

test.skipIf(!hasBrowser)(
  'a server without an account begins with the first one, or says how it is made',
  async () => {
    await using browser = await openBrowser();
    const page = await browser.page();
    {
      await using server = await startExecutable();
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'Create your account' }).waitFor();
      await page.getByText('yours is the first account').waitFor();
      await register(server.url, 'alice');
      await page.reload();
      await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    }
    const commands = { invite: 'chat8 invite create', closed: 'chat8 user create NAME [EMAIL]' };
    for (const [registration, command] of Object.entries(commands)) {
      await using server = await startExecutable({ env: { CHAT8_REGISTRATION: registration } });
      await page.goto(server.url);
      await soon(async () => expect(await page.locator('.note code').textContent()).toBe(command));
      await soon(async () => expect(await page.locator('form').count()).toBe(0));
      // The command does what it says.
      const [noun = '', verb = ''] = command.split(' ').slice(1);
      const words = registration === 'closed' ? ['alice', 'alice@example.org'] : [];
      const made = await runExecutable({
        args: [noun, verb, ...words, '--data-dir', server.data, '--json'],
      });
      const { code } = JSON.parse(made.stdout);
      await page.goto(code ? `${server.url}/i/${code}` : `${server.url}/?again`);
      const heading = code ? 'Create your account' : 'Welcome back';
      await page.getByRole('heading', { name: heading }).waitFor();
      await soon(async () => expect(await page.locator('.note code').count()).toBe(0));
    }
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'who registers by an invitation ends in the conversation with the inviter, who sees it used',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await enter(await signUp(alice, server.url, 'alice'));
    await alice.getByRole('heading', { name: 'This server is yours' }).waitFor();
    await alice.getByRole('button', { name: 'Invite somebody' }).click();
    const link = (await alice.locator('.link').getAttribute('data-link')) ?? '';
    expect(new URL(link).origin).toBe(server.url);
    await enter(await joinByInvitation(bob, link, 'bob'));
    await bob.getByRole('region', { name: 'alice' }).waitFor();
    await bob.getByRole('button', { name: /End-to-end encrypted · Confirmed by alice/ }).waitFor();
    // It opens with a card, and a greeting to press.
    await bob
      .locator('.beginning-card')
      .getByRole('button', { name: 'Good to see you here!' })
      .click();
    await bob
      .locator('.message-list .text')
      .getByText('Good to see you here!', { exact: true })
      .waitFor();
    await say(bob, 'here I am');
    expect((await (await login(server.url, 'alice')).get('/friends')).body.data).toHaveLength(1);

    // Nobody closes the dialog meanwhile: the link is told to be used, and goes.
    const dialog = alice.getByRole('dialog', { name: 'Add friends' });
    await dialog.locator('.row-name').getByText('used by bob').waitFor();
    await soon(async () => expect(await dialog.locator('.link').count()).toBe(0));
    await soon(async () => expect(await dialog.locator('svg.qr').count()).toBe(0));
    await soon(async () =>
      expect(await dialog.getByRole('button', { name: 'Withdraw' }).count()).toBe(0),
    );
    // Whoever follows it again hears that: its maker, and who used it.
    await alice.goto(link);
    await alice.getByText('This invitation was already used').waitFor();
    await bob.goto('about:blank');
    await bob.goto(link);
    await bob.getByText('This invitation was already used').waitFor();
    await bob.getByRole('dialog').locator('.primary').click();
    await soon(async () => expect(new URL(bob.url()).pathname).toBe('/'));

    const { code } = (await (await login(server.url, 'alice')).post('/invites', {})).body.data;
    await alice.goto(`${server.url}/i/${code}`);
    await alice.getByText('This is your own invitation').waitFor();
    await bob.goto(`${server.url}/i/${code}`);
    await bob.getByRole('region', { name: 'alice' }).waitFor();
    expect([alices.errors, bobs.errors]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'every mistake stands at its field, in the language of the page',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await register(server.url, 'bob');
    await page.goto(server.url);
    const submit = (name: string) => page.locator('form').getByRole('button', { name }).click();
    await submit('Sign in');
    const nothing = 'Please fill this in.';
    await soon(async () =>
      expect(await faults(page)).toEqual({ 'Username or email': nothing, Password: nothing }),
    );
    await page.getByLabel('Username or email').fill('bob');
    await soon(async () => expect(await faults(page)).toEqual({ Password: nothing }));
    await page.getByLabel('Password', { exact: true }).fill('not his password');
    await submit('Sign in');
    await page.locator('.field .field-error').waitFor();
    await soon(async () =>
      expect(await faults(page)).toEqual({ Password: 'Wrong username or password.' }),
    );
    await page.getByRole('button', { name: '中文' }).click();
    await soon(async () => expect(await faults(page)).toEqual({ 密码: '用户名或密码错误。' }));

    await page.locator('.tabs').getByRole('button', { name: '注册' }).click();
    await page.getByLabel('用户名').fill('!');
    await page.getByLabel('邮箱').fill('nowhere');
    await page.getByLabel('密码', { exact: true }).fill('short');
    await submit('注册');
    await page.getByText('邮箱格式不正确。').waitFor();
    await soon(async () =>
      expect(await faults(page)).toEqual({
        用户名: '2 到 32 个字，可用文字、数字和 _ . -，至少含一个文字或数字。',
        邮箱: '邮箱格式不正确。',
        密码: '密码至少需要 8 个字符。',
      }),
    );
    await page.getByLabel('密码', { exact: true }).fill('password');
    await submit('注册');
    await page.locator('.field-error').getByText('常用密码').waitFor();
    await soon(async () => expect(await page.getByText('常用密码').count()).toBe(1));
    await page.getByLabel('密码', { exact: true }).fill('alice likes tea');
    await soon(async () => expect(Object.keys(await faults(page))).toEqual(['用户名', '邮箱']));
    // Where the first one is, the next letter goes.
    await page.getByLabel('用户名').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Bob');
    await page.getByLabel('邮箱').fill('alice@example.org');
    await submit('注册');
    await page.getByText('用户名已被使用').waitFor();
    await soon(async () => expect(Object.keys(await faults(page))).toEqual(['用户名']));
    await soon(async () =>
      expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('alice likes tea'),
    );
    await page.getByRole('button', { name: 'English' }).click();

    await enter(await signUp(page, server.url, 'alice'));
    await page.getByRole('button', { name: 'Add friends' }).first().click();
    await page.getByLabel('Username').fill('b'.repeat(65));
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator('.dialog .field .field-error').getByText('1 to 64').waitFor();
    await page.getByLabel('Username').fill('bob');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByLabel('A message with your request').fill('x'.repeat(201));
    await page.getByRole('button', { name: 'Add friend', exact: true }).click();
    await page.locator('.dialog .field .field-error').getByText('At most 200').waitFor();
    await page.getByLabel('A message with your request').fill('we met by the lake');
    await page.locator('.dialog .field .field-error').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add friend', exact: true }).click();
    await page.getByRole('button', { name: 'Request sent' }).waitFor();
    const bob = await login(server.url, 'bob');
    expect((await bob.get('/friends/requests')).body.data[0].message).toBe('we met by the lake');
    await closeDialog(page);
    await openSettings(page, 'Storage and account');
    await page.getByLabel('Password', { exact: true }).fill('not hers at all');
    await page.locator('form').getByRole('button', { name: 'Delete account' }).click();
    await page.locator('.dialog.slim').getByRole('button', { name: 'Delete account' }).click();
    await page
      .locator('.dialog .field .field-error')
      .getByText('That’s not your password.')
      .waitFor();
    const isThere = await call(server.url, 'GET', '/api/v1/auth/kdf?username=alice');
    expect(isThere.status).toBe(200);
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'one mistake hides no other, in the settings, too',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const submit = (name: string) => page.locator('form').getByRole('button', { name }).click();
    await enter(await signUp(page, server.url, 'alice'));
    await openSettings(page, 'Profile');
    await page.getByLabel('Username').fill('__');
    await page.getByLabel('Email').fill('nowhere');
    await submit('Save');
    await page.locator('.dialog .field .field-error').first().waitFor();
    await soon(async () => expect(Object.keys(await faults(page))).toEqual(['Username', 'Email']));
    // On a page that is busy, a press right after Escape meets what is below the dialog.
    const button = await page.locator('.bar button[aria-label=Settings]').boundingBox();
    const { x = 0, y = 0, width = 0, height = 0 } = button ?? {};
    const busy = page.evaluate(() => {
      for (const from = performance.now(); performance.now() - from < 400; );
    });
    const pressed = page.keyboard.press('Escape');
    await Promise.all([busy, pressed, page.mouse.click(x + width / 2, y + height / 2)]);
    const pages = page.locator('dialog[open] .settings-list');
    await pages.getByRole('button', { name: 'Password and recovery' }).click();
    await page.getByLabel('New password', { exact: true }).fill('short');
    await submit('Change password');
    await page.locator('.dialog .field .field-error').first().waitFor();
    await soon(async () =>
      expect(await faults(page)).toEqual({
        'Current password': 'Please fill this in.',
        'New password': 'The password needs at least 8 characters.',
      }),
    );
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
