// The door of the web client: who is let in, by what, and how it is said.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser, PLAIN_HOST } from '../../support/browser';
import { runExecutable, startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { call, login, register } from '../../support/person';
import {
  closeDialog,
  createLink,
  enter,
  joinByInvitation,
  openChat,
  openSettings,
  say,
  signIn,
  signUp,
} from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'where a browser does not encrypt, the client says so and asks for nothing',
  async () => {
    await using server = await startExecutable({ env: PLAIN });
    await using browser = await openBrowser();
    const page = await browser.page();
    await page.goto(server.url.replace('127.0.0.1', PLAIN_HOST));
    await page.getByRole('heading', { name: 'This address is not secure' }).waitFor();
    await soon(async () => expect(await page.locator('input').count()).toBe(0));
    await soon(async () => expect(await page.locator('form').count()).toBe(0));
    // Nothing answers by https, so nothing leads there: what helps stands in words.
    await page.getByText('Ask the server’s admin for its https address').waitFor();
    await page.getByText(`http://localhost:${new URL(server.url).port} works`).waitFor();
    await soon(async () => expect(await page.locator('.card a').count()).toBe(0));
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '此地址不安全' }).waitFor();
    // Chromium notes that a header is of no use there.
    const errors = browser.errors.filter((line) => !line.includes('Cross-Origin-Opener-Policy'));
    expect([errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'who may not register is told before there is anything to fill in',
  async () => {
    await using server = await startExecutable({ env: { CHAT8_REGISTRATION: 'invite' } });
    await using browser = await openBrowser();
    const page = await browser.page();
    const isClosed = async (text: string) => {
      await page.locator('.note').getByText(text).waitFor();
      await soon(async () =>
        expect(await page.getByLabel('Email', { exact: true }).count()).toBe(0),
      );
    };
    const options = ['--data-dir', server.data, '--json'];
    await runExecutable({ args: ['user', 'create', 'carol', 'carol@example.org', ...options] });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Create account' }).click();
    await isClosed('You need an invitation to register here');
    await page.goto(`${server.url}/i/${'a'.repeat(20)}`);
    await isClosed('This invitation was already used');

    const made = await runExecutable({ args: ['invite', 'create', ...options] });
    const { code } = JSON.parse(made.stdout);
    await page.goto(`${server.url}/i/${code}`);
    await page.getByText('Your invitation is valid').waitFor();
    const alice = await joinByInvitation(page, `${server.url}/i/${code}`, 'alice');
    await enter(alice);
    await soon(async () => expect(new URL(page.url()).pathname).toBe('/'));
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'an invitation says who invites, and reaches someone who has an account already',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await enter(await signUp(alice, server.url, 'alice'));
    const link = await createLink(alice);

    await enter(await signUp(bob, server.url, 'bob'));
    await bob.goto(link);
    await bob.getByText('alice invited you').waitFor();
    await bob.getByRole('button', { name: 'Accept', exact: true }).click();
    // It ends where one talks, as it does for a newcomer.
    await bob.getByRole('region', { name: 'alice' }).waitFor();
    await bob.getByRole('button', { name: /End-to-end encrypted · Confirmed by alice/ }).waitFor();

    // Another link says to a newcomer who invites.
    await bob.goto('about:blank');
    await alice.locator('.link').waitFor({ state: 'detached' });
    await alice.getByRole('button', { name: 'Create an invitation link' }).click();
    const another = (await alice.locator('.link').getAttribute('data-link')) ?? '';
    await using others = await openBrowser();
    const carol = await others.page();
    await carol.goto(another);
    await carol.getByText('alice invited you. Create an account').waitFor();

    // The server hands out another key than the one that alice's link carries.
    // A page reads its fragment once, before anything else: this is another page.
    await carol.goto('about:blank');
    const forged = another.replace(/#[\w-]{43}/, `#${'A'.repeat(43)}`);
    await enter(await joinByInvitation(carol, forged, 'carol'));
    await openChat(carol, 'alice');
    await say(carol, 'for alice alone');
    await carol.getByRole('heading', { name: 'The key has changed' }).waitFor();
    await closeDialog(carol);
    const kept = await login(server.url, 'carol');
    expect((await kept.get('/messages/1')).body.data.messages).toEqual([]);
    // What was declined goes only by a press on itself.
    await carol.getByRole('button', { name: 'Accept the new key' }).click();
    await carol.getByRole('button', { name: 'Try again' }).click();
    await carol.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    expect([alices.errors, bobs.errors, others.errors]).toEqual([[], [], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'after a reset by the operator the earlier password opens the messages, once and for all',
  async () => {
    await using server = await startExecutable();
    await using first = await openBrowser();
    const alice = await signUp(await first.page(), server.url, 'alice');
    await enter(alice);
    const command = ['user', 'reset-password', 'alice', '--data-dir', server.data, '--json'];
    const { password } = JSON.parse((await runExecutable({ args: command })).stdout);
    await alice.page.getByText('You were signed out').waitFor();
    await alice.page.getByText('Forgot your password?').click();
    await alice.page.getByText('chat8 user reset-password').waitFor();

    await signIn(alice.page, server.url, 'alice', password);
    await alice.page.getByText('Your password was reset').waitFor();
    const field = alice.page.getByLabel('Previous password', { exact: true });
    await field.fill('not this one');
    await alice.page.getByRole('button', { name: 'Unlock' }).click();
    await alice.page.getByText('That doesn’t unlock your messages').waitFor();
    await soon(async () => expect(await field.inputValue()).toBe('not this one'));
    await field.fill(alice.password);
    await alice.page.getByRole('button', { name: 'Unlock' }).click();
    await alice.page.locator('.sidebar').waitFor();

    await using second = await openBrowser();
    const tablet = await second.page();
    await signIn(tablet, server.url, 'alice', password);
    await tablet.locator('.sidebar').waitFor();
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a refused change of the password changes nothing, and a code that nobody kept is asked for',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const alice = await signUp(page, server.url, 'alice');
    // The page is closed before the code was written down.
    await page.goto(server.url);
    await page.getByText('You haven’t confirmed that you saved a recovery code').waitFor();
    await page.locator('.note').getByRole('button', { name: 'New recovery code' }).click();
    await page.getByLabel('Current password').fill('not her password');
    await page.getByLabel('New password').fill('alice likes green tea');
    await page.locator('form').getByRole('button', { name: 'Change password' }).click();
    await page.locator('.field-error').getByText('That’s not your password').waitFor();
    await soon(async () =>
      expect(await page.getByLabel('New password').inputValue()).toBe('alice likes green tea'),
    );

    // The vault is written after that: it must still open with the password that holds.
    await page.locator('.dialog').getByRole('button', { name: 'New recovery code' }).click();
    const question = page.locator('.dialog.slim');
    await question.getByRole('button', { name: 'New recovery code' }).click();
    const code = (await page.locator('[data-code]').getAttribute('data-code')) ?? '';
    await page.getByLabel('Enter the last group').fill('ZZZZ');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('That’s not the last group').waitFor();
    await page.getByLabel('Enter the last group').fill(code.slice(-4));
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Only the new code works now').waitFor();
    await closeDialog(page);
    await soon(async () => expect(await page.getByText('You haven’t confirmed').count()).toBe(0));

    await using second = await openBrowser();
    const tablet = await second.page();
    await signIn(tablet, server.url, 'alice', alice.password);
    await tablet.locator('.sidebar').waitFor();
    await openSettings(tablet, 'Devices');
    await tablet.locator('.request', { hasText: 'this device' }).waitFor();
    await soon(async () => expect(await tablet.locator('.dialog .request').count()).toBe(2));
    const gone = await call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username: 'alice', password: 'alice likes green tea' },
    });
    expect(gone.status).toBe(401);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'people are found, asked, taken back, accepted and declined',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await enter(await signUp(page, server.url, 'alice'));
    const bob = await register(server.url, 'bob');
    const carol = await register(server.url, 'carol');
    await carol.post('/friends/request', { user_id: 1, message: 'we met by the lake' });
    await page.getByText('we met by the lake').waitFor();
    await page.getByRole('button', { name: 'Decline carol' }).click();
    await page.getByText('we met by the lake').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Add friends' }).first().click();
    await page.getByLabel('Username').fill('nobody here');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Nobody found').waitFor();
    await page.getByLabel('Username').fill('bo');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('button', { name: 'Add friend', exact: true }).click();
    await page.getByRole('button', { name: 'Request sent' }).waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Add friend', exact: true }).waitFor();
    await soon(async () => expect((await bob.get('/friends/requests')).body.data).toEqual([]));

    await bob.post('/friends/request', { user_id: 1 });
    await page.locator('.dialog').getByRole('button', { name: 'Accept' }).click();
    await page.locator('.composer').waitFor();
    expect((await bob.get('/friends')).body.data[0].username).toBe('alice');
    const mail = (await login(server.url, 'alice')).email;
    await soon(async () => expect(await page.locator('body').textContent()).not.toContain(mail));
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
  },
  300_000,
);
